package carafe.container.cgroup.fs;

import carafe.container.CgroupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import carafe.kernel.StepKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One cgroup: a directory of a cgroup file system, version 1 or 2. It need not exist yet. */
public final class CgroupDirectory {
    private static final int MODE = 0755;
    private static final int READ_CHUNK = 4096;
    /** access(2). */
    private static final int W_OK = 2;

    private final Kernel kernel;
    private final String path;

    public CgroupDirectory(Kernel kernel, String path) {
        this.kernel = kernel;
        this.path = path;
    }

    public String path() {
        return path;
    }

    public CgroupDirectory child(String name) {
        return new CgroupDirectory(kernel, path + "/" + name);
    }

    public CgroupDirectory parent() {
        return new CgroupDirectory(kernel, path.substring(0, path.lastIndexOf('/')));
    }

    public boolean exists() {
        return has(".");
    }

    public boolean has(String file) {
        return !kernel.allowingAll().faccessat(Fd.CWD, file(file), 0, 0).failed();
    }

    /** One mkdir: the error number, 0 if this call made the directory. */
    public int tryMake() {
        return kernel.allowingAll().mkdirat(Fd.CWD, path, MODE).errno();
    }

    /**
     * Makes it and what lies above it, as far as it is not there yet; what was made goes again if this fails half way.
     *
     * @return the error number, 0 if this call made the directory
     */
    public int tryMakeWithParents() {
        int errno = tryMake();
        if (errno != Errno.ENOENT || path.lastIndexOf('/') <= 0) {
            return errno;
        }
        int above = parent().tryMakeWithParents();
        if (above != 0 && above != Errno.EEXIST) {
            return above;
        }
        errno = tryMake();
        if (errno != 0 && errno != Errno.EEXIST && above == 0) {
            parent().tryRemove();
        }
        return errno;
    }

    /** Whether we may bring processes here. */
    public boolean mayBeJoined() {
        return !kernel.allowingAll().faccessat(Fd.CWD, file("cgroup.procs"), W_OK, 0).failed();
    }

    /**
     * Writes in one call, as the kernel wants it.
     *
     * @param pointer of the property behind the value
     */
    public void write(String file, String value, String pointer) {
        int errno = tryWrite(file, value, pointer);
        if (errno != 0) {
            throw refused(file, value, pointer, errno);
        }
    }

    /** Writes; the error number, 0 if it went well. */
    public int tryWrite(String file, String value, String pointer) {
        kernel.enter(StepKind.WRITE_CGROUP, file, pointer);
        Fd fd = kernel.allowingAll().openat(Fd.CWD, file(file), Open.O_WRONLY);
        if (fd.failed()) {
            return fd.errno();
        }
        int errno = kernel.allowingAll().write(fd, value).errno();
        kernel.close(fd);
        return errno;
    }

    /** Writes each line with a call of its own, for files that take one entry at a time. */
    public void writeLines(String file, List<String> lines, String pointer) {
        if (lines.isEmpty()) {
            return;
        }
        kernel.enter(StepKind.WRITE_CGROUP, file, pointer);
        Fd fd = kernel.allowingAll().openat(Fd.CWD, file(file), Open.O_WRONLY);
        if (fd.failed()) {
            throw refused(file, lines.getFirst(), pointer, fd.errno());
        }
        try {
            for (String line : lines) {
                int errno = kernel.allowingAll().write(fd, line).errno();
                if (errno != 0) {
                    throw refused(file, line, pointer, errno);
                }
            }
        } finally {
            kernel.close(fd);
        }
    }

    /** What to throw when {@link #tryWrite} failed for good. */
    public CgroupFailed refused(String file, String value, String pointer, int errno) {
        return CgroupFailed.write(file(file), value, pointer, errno);
    }

    /** The file without the newline at its end. */
    public String read(String file) {
        Fd fd = kernel.allowingAll().openat(Fd.CWD, file(file), Open.O_RDONLY);
        if (fd.failed()) {
            throw CgroupFailed.of("read", file(file), fd.errno());
        }
        return content(fd);
    }

    /** The same, null if there is no such file: an older kernel, a controller that is off, a cgroup that is gone. */
    public String readIfThere(String file) {
        Fd fd = kernel.allowing(Errno.ENOENT, Errno.ENODEV).openat(Fd.CWD, file(file), Open.O_RDONLY);
        return fd.failed() ? null : content(fd);
    }

    private String content(Fd fd) {
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(READ_CHUNK, 8);
        StringBuilder text = new StringBuilder();
        int n;
        do {
            // ENODEV: the cgroup was removed between open and read; ENOTSUP: pressure files that are switched off
            n = (int) kernel.allowingAll().read(fd, buffer, READ_CHUNK).get();
            if (n > 0) {
                text.append(new String(kernel.arena().getBytes(buffer, n), StandardCharsets.UTF_8));
            }
            // seq_file fills a page with whole lines, so much less than a page means that was all
        } while (n > READ_CHUNK / 2);
        kernel.arena().reset(mark);
        kernel.close(fd);
        int end = text.length();
        return end > 0 && text.charAt(end - 1) == '\n' ? text.substring(0, end - 1) : text.toString();
    }

    /** The cgroups right below this one; none if it is gone. */
    public List<CgroupDirectory> children() {
        // a container can make more cgroups than there would be room for
        int mark = kernel.arena().mark();
        Stat stat = kernel.allowing(Errno.ENOENT).stat(Fd.CWD, path, 0);
        kernel.arena().reset(mark);
        // kernfs counts a link for each subdirectory, which spares listing dozens of files
        if (stat == null || stat.links() <= 2) {
            return List.of();
        }
        Fd fd = kernel.allowing(Errno.ENOENT).openat(Fd.CWD, path, Open.O_RDONLY | Open.O_DIRECTORY);
        if (fd.failed()) {
            return List.of();
        }
        List<CgroupDirectory> children = new ArrayList<>();
        for (String name : DirectoryListing.directories(kernel, fd)) {
            children.add(child(name));
        }
        kernel.close(fd);
        return children;
    }

    /** One rmdir: the error number, 0 if it is gone now, also if it was before. */
    public int tryRemove() {
        kernel.enter(StepKind.REMOVE_CGROUP);
        int errno = kernel.allowingAll().unlinkat(Fd.CWD, path, FileCalls.AT_REMOVEDIR).errno();
        return errno == Errno.ENOENT ? 0 : errno;
    }

    private String file(String name) {
        return path + "/" + name;
    }

    @Override
    public String toString() {
        return path;
    }
}
