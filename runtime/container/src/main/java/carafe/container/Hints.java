package carafe.container;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.StepKind;
import java.util.List;

/**
 * What usually is behind an error number, which by itself tells a person little. The first row that fits is taken.
 *
 * <p>A hint never contains a phrase of {@link EngineWords} that is about another condition.
 */
public final class Hints {
    private static final List<Hint> TABLE = List.of(
            hint(StepKind.MOUNT, "move_mount", Errno.ENOTDIR, "source and target must both be directories, or neither"),
            hint(StepKind.MOUNT, "move_mount", Errno.EINVAL, "source and target must both be directories, or neither"),
            hint(StepKind.MOUNT, "mount", Errno.ENOTDIR, "source and target must both be directories, or neither"),
            hint(StepKind.MOUNT, "open_tree", Errno.ENOENT, "the source is not there on the host"),
            hint(StepKind.MOUNT, "open_tree", Errno.EINVAL, "the source is on a mount that is unbindable or belongs "
                    + "to another mount namespace, or it has mounts below it, which a user namespace can take over only "
                    + "all together (rbind)"),
            hint(StepKind.MOUNT, "open_tree", Errno.EACCES, "a directory above the source is closed to the container's root"),
            hint(StepKind.MOUNT, "fsopen", Errno.ENODEV, "the kernel has no file system of this type"),
            hint(StepKind.MOUNT, "fsconfig", Errno.EINVAL, "the file system does not know this option or this value"),
            hint(StepKind.MOUNT, "fsconfig", Errno.EPERM, "a user namespace may mount this only with namespaces of its own "
                    + "behind it, and only while the host's is not partly covered"),
            hint(StepKind.MOUNT, "fsmount", Errno.EPERM, "a user namespace may mount this only with namespaces of its own "
                    + "behind it, and only while the host's is not partly covered"),
            hint(StepKind.MOUNT, "mount_setattr", Errno.EPERM,
                    "the source's flags are locked, as it comes from an outer user namespace"),
            hint(StepKind.MOUNT, "mkdirat", Errno.EROFS, "the target is missing and its directory is read-only"),
            hint(StepKind.MOUNT, "mknodat", Errno.EROFS, "the target is missing and its directory is read-only"),
            hint(StepKind.MOUNT, "mkdirat", Errno.EACCES,
                    "the target is missing and its directory does not belong to the container's root"),
            hint(StepKind.MOUNT, "mknodat", Errno.EACCES,
                    "the target is missing and its directory does not belong to the container's root"),
            hint(StepKind.UNMOUNT, "umount2", Errno.EINVAL,
                    "nothing is mounted there, or it is locked, as it comes from an outer user namespace"),
            hint(StepKind.UNMOUNT, "openat2", Errno.ELOOP, "the path leads through a symbolic link"),
            hint(StepKind.MAP_MOUNT_IDS, "mount_setattr", Errno.EINVAL, "the file system of the source cannot map ids"),
            hint(StepKind.BIND_ROOT, "open_tree", Errno.ENOENT, "root.path is not there"),
            hint(StepKind.BIND_ROOT, "", Errno.EACCES, "a directory above root.path is closed to the container's root"),
            hint(StepKind.PIVOT_ROOT, "pivot_root", Errno.EINVAL, "if the host runs from a ramfs, use --no-pivot"),
            hint(StepKind.SYSCTL, "openat", Errno.ENOENT, "the kernel has no such setting"),
            hint(StepKind.SYSCTL, "write", Errno.EINVAL, "the kernel does not take this value"),
            hint(StepKind.RLIMIT, "prlimit64", Errno.EPERM, "to raise a hard limit takes CAP_SYS_RESOURCE on the host"),
            hint(StepKind.RLIMIT, "prlimit64", Errno.EINVAL, "the soft limit may not exceed the hard one"),
            hint(StepKind.OOM_SCORE, "write", Errno.EACCES,
                    "to go below the runtime's own value takes CAP_SYS_RESOURCE on the host"),
            hint(StepKind.CAPABILITIES, "capset", Errno.EPERM,
                    "effective capabilities must be permitted, inheritable ones in the bounding set"),
            hint(StepKind.IDENTITY, "setgroups", Errno.EINVAL, "a group has no mapping in the user namespace"),
            hint(StepKind.EXECUTE, "execve", Errno.ENOEXEC,
                    "the file is neither a program for this machine nor a script that begins with #!"),
            hint(StepKind.EXECUTE, "execve", Errno.ENOENT, "the program's interpreter or loader is missing"));

    /**
     * @param call  how the call begins
     */
    private record Hint(StepKind kind, String call, int errno, String text) {
        boolean fits(ErrnoException failure) {
            return failure.errno() == errno && kindOf(failure) == kind
                    && failure.call().startsWith(call);
        }
    }

    /** A source is part of its mount, whoever opens it. */
    private static StepKind kindOf(ErrnoException failure) {
        StepKind kind = failure.step().kind();
        return kind == StepKind.MOUNT_SOURCE ? StepKind.MOUNT : kind;
    }

    private Hints() {
    }

    private static Hint hint(StepKind kind, String call, int errno, String text) {
        return new Hint(kind, call, errno, text);
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
