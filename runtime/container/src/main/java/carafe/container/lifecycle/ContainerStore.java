package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The directory that holds a directory per container. */
public final class ContainerStore {
    private static final int ROOT_MODE = 0700;
    /** Others may pass through, so that the container's user reaches its exec.fifo. */
    private static final int CONTAINER_MODE = 0711;
    private static final int ENTRIES_BUFFER = 32768;
    /** Offsets in struct linux_dirent64 (getdents64(2)). */
    private static final int ENTRY_LENGTH_AT = 16;
    private static final int ENTRY_NAME_AT = 19;

    private final Kernel kernel;
    private final String root;

    /**
     * @param root absolute path; made when the first container is
     */
    public ContainerStore(Kernel kernel, String root) {
        this.kernel = kernel;
        this.root = root;
    }

    /**
     * Makes the directory of a new container, locked. Of several callers with the same id one succeeds.
     *
     * <pre>
     *   create A   mkdir ──────────────────────────── open ▸ lock: whose is it?
     *   delete              lock ▸ no state ▸ rmdir
     *   create B                                mkdir
     * </pre>
     *
     * @throws Refused if the id is in use
     */
    public ContainerDirectory reserve(ContainerId id) {
        for (;;) {
            makeNew(id);
            ContainerDirectory directory = openIfThere(id);
            if (directory == null) {
                continue;
            }
            directory.lock().take();
            if (!directory.isThere()) {
                // a delete found it without state before it was locked
                directory.close();
                continue;
            }
            if (directory.hasState()) {
                // and another create has made it again, and was quicker
                directory.close();
                throw inUse(id);
            }
            return directory;
        }
    }

    private void makeNew(ContainerId id) {
        String path = pathOf(id);
        int errno = make(path);
        if (errno == Errno.ENOENT) {
            makeRoot();
            errno = make(path);
        }
        if (errno == Errno.EEXIST) {
            throw inUse(id);
        }
        kernel.allowing(Errno.ENOENT).fchmodat(Fd.CWD, path, CONTAINER_MODE);
    }

    private static Refused inUse(ContainerId id) {
        return new Refused("container with given ID already exists: " + id);
    }

    private int make(String path) {
        return kernel.allowing(Errno.ENOENT, Errno.EEXIST)
                .run(kernel.call(Syscall.MKDIRAT).with(Fd.CWD).with(path).with(CONTAINER_MODE)).errno();
    }

    private void makeRoot() {
        for (int slash = root.indexOf('/', 1); slash > 0; slash = root.indexOf('/', slash + 1)) {
            kernel.allowing(Errno.EEXIST).mkdirat(Fd.CWD, root.substring(0, slash), ROOT_MODE);
        }
        kernel.allowing(Errno.EEXIST).mkdirat(Fd.CWD, root, ROOT_MODE);
    }

    /**
     * The directory of a container that was made before; it may be incomplete.
     *
     * @throws Refused if there is none
     */
    public ContainerDirectory open(ContainerId id) {
        ContainerDirectory directory = openIfThere(id);
        if (directory == null) {
            throw noSuchContainer();
        }
        return directory;
    }

    private ContainerDirectory openIfThere(ContainerId id) {
        Fd directory = kernel.allowing(Errno.ENOENT, Errno.ENOTDIR)
                .openat(Fd.CWD, pathOf(id), Open.O_RDONLY | Open.O_DIRECTORY);
        return directory.failed() ? null : new ContainerDirectory(kernel, id, pathOf(id), directory);
    }

    /**
     * Whether somebody makes or removes it just now, or has removed it already. Between its directory's making and its
     * locking, only the directory's age tells it from what a create has left that was killed.
     */
    boolean isChanging(ContainerId id) {
        try (ContainerDirectory directory = openIfThere(id)) {
            return directory == null || !directory.lock().tryTake() || !directory.isThere()
                    || !directory.hasState() && directory.isNew();
        }
    }

    static Refused noSuchContainer() {
        return new Refused("container does not exist");
    }

    /** Every id with a directory, sorted; null if the root itself is not there. */
    public List<String> ids() {
        Fd directory = kernel.allowing(Errno.ENOENT).openat(Fd.CWD, root, Open.O_RDONLY | Open.O_DIRECTORY);
        if (directory.failed()) {
            return null;
        }
        List<String> ids = new ArrayList<>();
        long buffer = kernel.arena().allocate(ENTRIES_BUFFER, 8);
        for (;;) {
            int n = (int) kernel.run(kernel.call(Syscall.GETDENTS64).with(directory).with(buffer)
                    .with(ENTRIES_BUFFER)).get();
            if (n == 0) {
                kernel.close(directory);
                Collections.sort(ids);
                return ids;
            }
            int start = kernel.arena().offset(buffer);
            for (int at = start; at < start + n;) {
                String name = kernel.arena().getString(buffer + at - start + ENTRY_NAME_AT);
                if (!name.startsWith(".")) {
                    ids.add(name);
                }
                at += kernel.arena().memory().getShort(at + ENTRY_LENGTH_AT) & 0xffff;
            }
        }
    }

    private String pathOf(ContainerId id) {
        return root + "/" + id;
    }
}
