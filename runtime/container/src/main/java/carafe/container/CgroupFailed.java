package carafe.container;

import carafe.kernel.Errno;
import carafe.kernel.Step;
import carafe.kernel.StepKind;

/**
 * A cgroup could not be made, joined, limited or removed. The message names the file and, if there is one, the value.
 */
public final class CgroupFailed extends Failure {
    private static final long serialVersionUID = 1;

    private final String pointer;
    private final int errno;

    private CgroupFailed(StepKind kind, String message, String pointer, int errno) {
        super(kind == StepKind.NONE ? Step.NONE : new Step(kind, "", pointer), message, null);
        this.pointer = pointer;
        this.errno = errno;
    }

    /** The request itself makes no sense. */
    public static CgroupFailed invalid(String pointer, String message) {
        return new CgroupFailed(StepKind.NONE, message, pointer, 0);
    }

    /** Something other than one call went wrong, such as a wait that took too long. */
    public static CgroupFailed failed(String message) {
        return new CgroupFailed(StepKind.NONE, message, "", 0);
    }

    /** The kernel did not take a value. */
    public static CgroupFailed write(String path, String value, String pointer, int errno) {
        return new CgroupFailed(StepKind.NONE, "cannot write \"" + value + "\" to " + path + ": " + Errno.describe(errno),
                pointer, errno);
    }

    /** A cgroup could not be made. Begins in runc's words, because people look for them. */
    public static CgroupFailed notMade(String path, int errno) {
        return new CgroupFailed(StepKind.MAKE_CGROUP, EngineWords.CANNOT_APPLY_CGROUP + "cannot make the cgroup " + path + ": "
                + Errno.describe(errno), "/linux/cgroupsPath", errno);
    }

    /** A process was to run in a cgroup below the container's. In runc's words, because people look for them. */
    public static CgroupFailed notJoined(String path, int errno) {
        return new CgroupFailed(StepKind.JOIN_CGROUP, "adding pid of the new process to cgroups: " + path + "/cgroup.procs: "
                + Errno.describe(errno), "", errno);
    }

    /** @param action done to the file, as a verb */
    public static CgroupFailed of(String action, String path, int errno) {
        return new CgroupFailed(StepKind.NONE, "cannot " + action + " " + path + ": " + Errno.describe(errno), "", errno);
    }

    @Override
    public String pointer() {
        return pointer;
    }

    @Override
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
