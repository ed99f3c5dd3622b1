package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Opens what the mounts of config.json will cover, with as few questions to the kernel as possible.
 *
 * <p>A target can only be opened when it is its turn, as an earlier mount may cover it or a directory above it. But
 * most targets are there from the beginning, are named without symbolic links, and lie below no earlier target; all of
 * these are opened beforehand, at the price of one round trip together. And below a file system we have just mounted
 * empty there is nothing to look at: what is missing can be made unseen.
 */
final class MountTargets {
    private static final int DIRECTORY_MODE = 0755;
    /** include/uapi/linux/magic.h */
    private static final long PROC_SUPER_MAGIC = 0x9fa0;
    private static final long SYSFS_MAGIC = 0x62656572;
    private static final long DEVPTS_SUPER_MAGIC = 0x1cd1;

    private final Kernel kernel;
    private final RootedPath root;
    private final List<MountRequest> mounts;
    private final Fd[] early;
    private final PendingStat[] earlyStats;
    /** Targets covered so far, without slash at the end. */
    private final List<String> covered = new ArrayList<>();
    /** Those of them that began empty. */
    private final List<String> empty = new ArrayList<>();
    /**
     * Once a target was reached through a symbolic link, names say nothing any more about what lies below what; nor do
     * they about another root directory.
     */
    private boolean namesTellNothing;

    MountTargets(Kernel kernel, RootedPath root, List<MountRequest> mounts) {
        this.kernel = kernel;
        this.root = root;
        this.mounts = mounts;
        this.early = new Fd[mounts.size()];
        this.earlyStats = new PendingStat[mounts.size()];
    }

    /** Looks at all targets before the first mount; queued. */
    void lookAhead() {
        for (MountRequest mount : mounts) {
            Fd target = root.lookWithoutLinks(mount.path());
            early[mount.index()] = target;
            earlyStats[mount.index()] = kernel.allowing(Errno.EBADF).statLater(target);
        }
    }

    /**
     * The target of a mount, made with its parents if it is missing: a directory or an empty file.
     *
     * @param isDirectory asked only if something has to be made
     */
    MountTarget open(MountRequest mount, BooleanSupplier isDirectory) {
        String path = mount.path();
        if (isEarly(mount)) {
            return new MountTarget(early[mount.index()], path, earlyStats[mount.index()].get());
        }
        kernel.allowing(Errno.EBADF).close(early[mount.index()]);
        if (!namesTellNothing && empty.contains(nearestCovered(path)) && isDirectory.getAsBoolean()) {
            return new MountTarget(makeUnseen(path), path);
        }
        return openNow(path, isDirectory);
    }

    private boolean isEarly(MountRequest mount) {
        return !namesTellNothing && nearestCovered(mount.path()).isEmpty() && !early[mount.index()].failed();
    }

    /** For {@code path} below an empty file system: directories are made and opened without asking. */
    private Fd makeUnseen(String path) {
        Fd dir = root.root();
        int end = 0;
        while (end < path.length()) {
            int start = end + 1;
            end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            kernel.allowing(Errno.EEXIST).mkdirat(dir, path.substring(start, end), DIRECTORY_MODE);
            if (dir != root.root()) {
                kernel.close(dir);
            }
            dir = root.open(path.substring(0, end), Open.O_PATH | Open.O_DIRECTORY);
        }
        return dir;
    }

    private MountTarget openNow(String path, BooleanSupplier isDirectory) {
        Fd found = root.openIfPresent(path, Open.O_PATH);
        PendingStat stat = kernel.allowing(Errno.EBADF).statLater(found);
        Fd straight = root.lookWithoutLinks(path);
        kernel.allowing(Errno.EBADF).close(straight);
        if (found.failed()) {
            found = isDirectory.getAsBoolean() ? root.directory(path) : root.file(path);
            namesTellNothing |= straight.errno() == Errno.ELOOP;
            return new MountTarget(found, path);
        }
        if (straight.failed()) {
            namesTellNothing = true;
            ProcMounts.refuseInside(kernel, found, path);
        }
        return new MountTarget(found, path, stat.get());
    }

    /** A directory (made if it is missing) that no symbolic link leads to. */
    MountTarget openWithoutLinks(MountRequest mount) {
        String path = mount.path();
        if (isEarly(mount) || !namesTellNothing && empty.contains(nearestCovered(path))) {
            MountTarget target = open(mount, () -> true);
            requireDirectory(mount, target.stat() == null || target.stat().isDirectory());
            return target;
        }
        Fd found = root.openWithoutLinks(path);
        if (found.errno() == Errno.ENOENT) {
            return new MountTarget(root.directory(path), path);
        }
        requireDirectory(mount, !found.failed() && kernel.stat(found).isDirectory());
        return new MountTarget(found, path);
    }

    /** The target of a mount even if it is a symbolic link; it must be there. */
    MountTarget openItself(MountRequest mount) {
        String path = mount.path();
        kernel.allowing(Errno.EBADF).close(early[mount.index()]);
        Fd found = root.open(path, Open.O_PATH | Open.O_NOFOLLOW);
        long type = kernel.fileSystemType(found);
        if (type == PROC_SUPER_MAGIC || type == SYSFS_MAGIC || type == DEVPTS_SUPER_MAGIC) {
            // what the kernel shows of itself, such as where a link of a process leads, is nobody's to change
            throw new SetupFailed(kernel.step(), "the destination " + path + " lies in a file system of the kernel", null);
        }
        namesTellNothing = true;
        return new MountTarget(found, path);
    }

    /** Makes the target of a mount a symbolic link, unless it is the same already. */
    void makeLink(MountRequest mount, String content) {
        String path = mount.path();
        kernel.allowing(Errno.EBADF).close(early[mount.index()]);
        Fd parent = root.directory(RootedPath.parentOf(path));
        Ref made = kernel.allowing(Errno.EEXIST)
                .run(kernel.call(Syscall.SYMLINKAT).with(content).with(parent).with(RootedPath.nameOf(path)));
        if (made.failed()) {
            Fd there = kernel.openat(parent, RootedPath.nameOf(path), Open.O_PATH | Open.O_NOFOLLOW);
            if (!kernel.stat(there).isSymlink() || !kernel.readlinkat(there, "").equals(content)) {
                throw new SetupFailed(kernel.step(), path + " is there already and not the symbolic link to " + content,
                        null);
            }
            kernel.close(there);
        }
        kernel.close(parent);
        namesTellNothing = true;
    }

    private void requireDirectory(MountRequest mount, boolean isDirectory) {
        if (!isDirectory) {
            throw new SetupFailed(new Step(StepKind.MOUNT, mount.mount().destination(), mount.pointer() + "/destination"),
                    "filesystem \"" + mount.type() + "\" must be mounted on ordinary directory", null);
        }
    }

    /** To be told after each mount. */
    void covered(MountRequest mount, boolean nowEmpty) {
        String path = mount.path();
        // everything lies below that one
        namesTellNothing |= path.equals("/");
        covered.add(path);
        empty.remove(path);
        if (nowEmpty) {
            empty.add(path);
        }
    }

    /** The innermost covered path that {@code path} is or lies below; empty if there is none. */
    private String nearestCovered(String path) {
        String nearest = "";
        for (String prefix : covered) {
            boolean below = path.startsWith(prefix)
                    && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
            if (below && prefix.length() > nearest.length()) {
                nearest = prefix;
            }
        }
        return nearest;
    }
}
