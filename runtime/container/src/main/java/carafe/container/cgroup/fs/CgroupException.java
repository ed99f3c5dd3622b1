package carafe.container.cgroup.fs;

import carafe.kernel.Errno;

/**
 * A cgroup could not be made, joined, limited or removed. The message names the file and, if there is one, the value.
 */
public final class CgroupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;
    private final int errno;

    private CgroupException(String message, String pointer, int errno) {
        super(message, null, false, false);
        this.pointer = pointer;
        this.errno = errno;
    }

    /** The request itself makes no sense. */
    public static CgroupException invalid(String pointer, String message) {
        return new CgroupException(message, pointer, 0);
    }

    /** Something other than one call went wrong, such as a wait that took too long. */
    public static CgroupException failed(String message) {
        return new CgroupException(message, "", 0);
    }

    static CgroupException write(String path, String value, String pointer, int errno) {
        return new CgroupException("cannot write \"" + value + "\" to " + path + ": " + Errno.describe(errno),
                pointer, errno);
    }

    /** A cgroup could not be made. Begins in runc's words, because people look for them. */
    public static CgroupException notMade(String path, int errno) {
        return new CgroupException("unable to apply cgroup configuration: cannot make the cgroup " + path + ": "
                + Errno.describe(errno), "/linux/cgroupsPath", errno);
    }

    /** A process was to run in a cgroup below the container's. In runc's words, because people look for them. */
    public static CgroupException notJoined(String path, int errno) {
        return new CgroupException("adding pid of the new process to cgroups: " + path + "/cgroup.procs: "
                + Errno.describe(errno), "", errno);
    }

    static CgroupException of(String action, String path, int errno) {
        return new CgroupException("cannot " + action + " " + path + ": " + Errno.describe(errno), "", errno);
    }

    /** The JSON pointer of the property that could not be honoured; empty if none is to blame. */
    public String pointer() {
        return pointer;
    }

    /** The kernel's error number, 0 if the kernel was not asked. */
    public int errno() {
        return errno;
    }

    /** Whether the caller lacks the right to do this: EPERM, EACCES, or EROFS for a cgroup file system mounted so. */
    public boolean isPermission() {
        return isPermission(errno);
    }

    public static boolean isPermission(int errno) {
        return errno == Errno.EPERM || errno == Errno.EACCES || errno == Errno.EROFS;
    }
}
