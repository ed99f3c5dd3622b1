package carafe.monitor.log;

import carafe.kernel.Errno;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.monitor.system.OwnLog;
import java.util.List;

/**
 * Keeps old log files when a new one is begun ({@code --log-rotate}).
 *
 * <pre>
 *   PATH.N-1 ─▶ PATH.N   ...   PATH.1 ─▶ PATH.2   PATH ─▶ PATH.1   PATH.new ─▶ PATH
 * </pre>
 *
 * The monitor may run as root on a path that somebody else can write to, so it renames nothing through a symbolic
 * link, outside the allowed directories or while another process holds the lock of the file.
 */
public final class LogRotation {
    private static final int FILE_MODE = 0640;

    private final Sys sys;
    private final OwnLog log;
    private final String path;
    private final int keep;
    private final List<String> allowed;

    /**
     * @param keep how many old files there are at most, 1 or more
     * @param allowed directories, or none for any
     */
    public LogRotation(Sys sys, OwnLog log, String path, int keep, List<String> allowed) {
        this.sys = sys;
        this.log = log;
        this.path = path;
        this.keep = keep;
        this.allowed = allowed;
    }

    /** The descriptor of a new, empty file under the same name; negative if the old one is to be written on. */
    int rotate(int fd) {
        String refusal = refusal(fd);
        if (refusal != null) {
            log.warn("cannot rotate " + path + ": " + refusal);
            return -1;
        }
        String fresh = path + ".new";
        // a monitor that was killed here may have left one
        sys.unlink(fresh);
        int next = sys.open(fresh, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_APPEND | Open.O_NOFOLLOW,
                FILE_MODE);
        if (next < 0) {
            log.warn("cannot rotate " + path + ": " + fresh + ": " + Errno.describe(-next));
            return -1;
        }
        for (int i = keep; i >= 2; i--) {
            sys.rename(path + "." + (i - 1), path + "." + i);
        }
        sys.rename(path, path + ".1");
        int error = sys.rename(fresh, path);
        if (error < 0) {
            sys.rename(path + ".1", path);
            sys.unlink(fresh);
            sys.close(next);
            log.warn("cannot rotate " + path + ": " + Errno.describe(-error));
            return -1;
        }
        return next;
    }

    private String refusal(int fd) {
        if (path.contains("../") || path.endsWith("/..")) {
            return "the path goes through ..";
        }
        String real = sys.readlink("/proc/self/fd/" + fd);
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
        String realDirectory = realPath(directory);
        if (real == null || realDirectory == null
                || !real.equals(join(realDirectory, path.substring(slash + 1)))) {
            return "the name stands for another file now";
        }
        if (path.startsWith("/") && !directory.equals(realDirectory)) {
            return "the path has a symbolic link in it";
        }
        if (!allowed.isEmpty() && !isAllowed(realDirectory)) {
            return "it is in none of the directories given with --log-allowlist-dir";
        }
        return sys.lock(fd) < 0 ? "another process has it locked" : null;
    }

    private boolean isAllowed(String directory) {
        for (String entry : allowed) {
            String real = realPath(entry);
            if (real != null && (directory.equals(real) || directory.startsWith(join(real, "")))) {
                return true;
            }
        }
        return false;
    }

    private String realPath(String directory) {
        int fd = sys.open(directory, Open.O_PATH | Open.O_DIRECTORY, 0);
        if (fd < 0) {
            return null;
        }
        String real = sys.readlink("/proc/self/fd/" + fd);
        sys.close(fd);
        return real;
    }

    private static String join(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
