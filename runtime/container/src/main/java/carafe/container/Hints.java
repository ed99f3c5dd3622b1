package carafe.container;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import java.util.List;

/**
 * What usually is behind an error number, which by itself tells a person little. The first row that fits is taken.
 *
 * <p>A hint never contains a phrase of {@link EngineWords} that is about another condition.
 */
public final class Hints {
    private static final List<Hint> TABLE = List.of(
            hint("mount ", "move_mount", Errno.ENOTDIR, "source and target must both be directories, or neither"),
            hint("mount ", "move_mount", Errno.EINVAL, "source and target must both be directories, or neither"),
            hint("mount ", "mount", Errno.ENOTDIR, "source and target must both be directories, or neither"),
            hint("mount ", "open_tree", Errno.ENOENT, "the source is not there on the host"),
            hint("mount ", "open_tree", Errno.EINVAL, "the source is on a mount that is unbindable or belongs "
                    + "to another mount namespace, or it has mounts below it, which a user namespace can take over only "
                    + "all together (rbind)"),
            hint("mount ", "open_tree", Errno.EACCES, "a directory above the source is closed to the container's root"),
            hint("mount ", "fsopen", Errno.ENODEV, "the kernel has no file system of this type"),
            hint("mount ", "fsconfig", Errno.EINVAL, "the file system does not know this option or this value"),
            hint("mount ", "fsconfig", Errno.EPERM, "a user namespace may mount this only with namespaces of its own "
                    + "behind it, and only while the host's is not partly covered"),
            hint("mount ", "fsmount", Errno.EPERM, "a user namespace may mount this only with namespaces of its own "
                    + "behind it, and only while the host's is not partly covered"),
            hint("mount ", "mount_setattr", Errno.EPERM,
                    "the source's flags are locked, as it comes from an outer user namespace"),
            hint("mount ", "mkdirat", Errno.EROFS, "the target is missing and its directory is read-only"),
            hint("mount ", "mknodat", Errno.EROFS, "the target is missing and its directory is read-only"),
            hint("mount ", "mkdirat", Errno.EACCES,
                    "the target is missing and its directory does not belong to the container's root"),
            hint("mount ", "mknodat", Errno.EACCES,
                    "the target is missing and its directory does not belong to the container's root"),
            hint("unmount ", "umount2", Errno.EINVAL,
                    "nothing is mounted there, or it is locked, as it comes from an outer user namespace"),
            hint("unmount ", "openat2", Errno.ELOOP, "the path leads through a symbolic link"),
            hint("map ids", "mount_setattr", Errno.EINVAL, "the file system of the source cannot map ids"),
            hint("bind root", "open_tree", Errno.ENOENT, "root.path is not there"),
            hint("bind root", "", Errno.EACCES, "a directory above root.path is closed to the container's root"),
            hint("pivot_root", "pivot_root", Errno.EINVAL, "if the host runs from a ramfs, use --no-pivot"),
            hint("set sysctl ", "openat", Errno.ENOENT, "the kernel has no such setting"),
            hint("set sysctl ", "write", Errno.EINVAL, "the kernel does not take this value"),
            hint("set RLIMIT_", "prlimit64", Errno.EPERM, "to raise a hard limit takes CAP_SYS_RESOURCE on the host"),
            hint("set RLIMIT_", "prlimit64", Errno.EINVAL, "the soft limit may not exceed the hard one"),
            hint("set oom_score_adj", "write", Errno.EACCES,
                    "to go below the runtime's own value takes CAP_SYS_RESOURCE on the host"),
            hint("set capabilities", "capset", Errno.EPERM,
                    "effective capabilities must be permitted, inheritable ones in the bounding set"),
            hint("become user ", "setgroups", Errno.EINVAL, "a group has no mapping in the user namespace"),
            hint("exec ", "execve", Errno.ENOEXEC,
                    "the file is neither a program for this machine nor a script that begins with #!"),
            hint("exec ", "execve", Errno.ENOENT, "the program's interpreter or loader is missing"));

    /**
     * @param step  how the step's name begins
     * @param call  how the call begins
     */
    private record Hint(String step, String call, int errno, String text) {
        boolean fits(ErrnoException failure) {
            return failure.errno() == errno && failure.step().name().startsWith(step)
                    && failure.call().startsWith(call);
        }
    }

    private Hints() {
    }

    private static Hint hint(String step, String call, int errno, String text) {
        return new Hint(step, call, errno, text);
    }

    /** Null if there is nothing to add. */
    public static String of(ErrnoException failure) {
        for (Hint hint : TABLE) {
            if (hint.fits(failure)) {
                return hint.text();
            }
        }
        return null;
    }
}
