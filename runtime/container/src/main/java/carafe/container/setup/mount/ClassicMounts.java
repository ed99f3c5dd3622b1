package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import carafe.spec.mount.Propagation;

/**
 * Mounts with mount(2), which knows paths only. Source and target are named {@code self/fd/N} below a procfs nobody
 * else can touch, so the mount lands on the very object that was verified. What covers the target is then opened again
 * by its path, because the old descriptor still refers to what is underneath.
 */
final class ClassicMounts implements MountApi {
    /** What a mount may have been given for good by an outer user namespace (MNT_LOCK_*, include/linux/mount.h). */
    private static final long LOCKABLE = MsFlag.MS_RDONLY | MsFlag.MS_NODEV | MsFlag.MS_NOEXEC | MsFlag.MS_NOSUID
            | MsFlag.MS_NOATIME | MsFlag.MS_NODIRATIME | MsFlag.MS_RELATIME | MsFlag.MS_STRICTATIME;
    private static final long ATIME = MsFlag.MS_NOATIME | MsFlag.MS_RELATIME | MsFlag.MS_STRICTATIME;
    /** f_flags in struct statfs (asm-generic/statfs.h) and ST_* in it (include/linux/statfs.h). */
    private static final int STATFS_BYTES = 120;
    private static final int F_FLAGS = 80;
    private static final long ST_SAME_AS_MS = 1 | 2 | 4 | 8 | 0x10 | 0x40 | 0x400 | 0x800;
    private static final long ST_RELATIME = 0x1000;
    private static final long ST_NOSYMFOLLOW = 0x2000;

    private final Kernel kernel;
    private final ProcHandle proc;
    private final RootedPath root;

    ClassicMounts(Kernel kernel, ProcHandle proc, RootedPath root) {
        this.kernel = kernel;
        this.proc = proc;
        this.root = root;
    }

    @Override
    public Fd source(String path, boolean recursive, boolean follow) {
        return kernel.openat(Fd.CWD, path, Open.O_PATH | (follow ? 0 : Open.O_NOFOLLOW));
    }

    @Override
    public void requireLinks() {
        throw new SetupFailed(kernel.step(), "mount(2) always follows symbolic links", "needs Linux 5.12");
    }

    @Override
    public Fd source(Fd open, boolean recursive) {
        return kernel.dupAbove(open, 0);
    }

    @Override
    public Fd bind(Fd source, ParsedOptions options, MountTarget target) {
        mountAt(ProcHandle.nameOf(source), target.fd(), null,
                MsFlag.MS_BIND | options.flags() & MsFlag.MS_REC, null);
        Fd mount = reopen(target);
        if (MountFlags.changeBind(options)) {
            changeFlags(mount, options);
        }
        kernel.close(source);
        return mount;
    }

    private void changeFlags(Fd mount, ParsedOptions options) {
        long flags = MsFlag.MS_BIND | MsFlag.MS_REMOUNT | options.flags() & ~MsFlag.MS_REC;
        long present = flagsOf(mount);
        kernel.fchdir(proc.root());
        Ref exactly = kernel.allowing(Errno.EPERM).mount(null, ProcHandle.nameOf(mount), null, flags, null);
        if (exactly.failed()) {
            // Some are locked on. A request against a locked flag must fail, not be dropped; the access time flags
            // have to be compared here because mount(2) ignores one of two that contradict each other.
            boolean otherAtime = (options.flags() & ATIME) != 0 && (options.flags() & ATIME) != (present & ATIME);
            long kept = otherAtime ? 0 : present & LOCKABLE & ~options.clearedFlags();
            kernel.mount(null, ProcHandle.nameOf(mount), null, flags | kept, null);
        }
    }

    private long flagsOf(Fd mount) {
        long buffer = kernel.arena().allocate(STATFS_BYTES, 8);
        kernel.run(kernel.call(Syscall.FSTATFS).with(mount).with(buffer)).get();
        long st = kernel.arena().getLong(buffer + F_FLAGS);
        long flags = st & ST_SAME_AS_MS;
        flags |= (st & ST_RELATIME) != 0 ? MsFlag.MS_RELATIME : 0;
        flags |= (st & ST_NOSYMFOLLOW) != 0 ? MsFlag.MS_NOSYMFOLLOW : 0;
        // strictatime is the absence of the others
        return (flags & ATIME) == 0 ? flags | MsFlag.MS_STRICTATIME : flags;
    }

    @Override
    public Fd mount(FileSystem fileSystem, MountTarget target) {
        mountAt(fileSystem.source(), target.fd(), fileSystem.type(), fileSystem.flags(), fileSystem.dataText());
        return reopen(target);
    }

    private void mountAt(String source, Fd target, String type, long flags, String data) {
        String at = ProcHandle.nameOf(target);
        kernel.fchdir(proc.root());
        kernel.mount(source, at, type, flags, data);
    }

    private Fd reopen(MountTarget target) {
        if (target.path().equals("/")) {
            // the descriptor of the root directory leads to what is underneath, and nothing names what is on top
            throw new SetupFailed(new Step(StepKind.MOUNT, "/", ""), "mount_setattr is missing", "needs Linux 5.12");
        }
        return root.open(target.path(), Open.O_PATH);
    }

    @Override
    public void changeTree(Fd mount, long set, long clear) {
        throw new SetupFailed(new Step(StepKind.RECURSIVE_OPTIONS),
                "mount_setattr is missing", "needs Linux 5.12");
    }

    @Override
    public void propagate(Fd mount, Propagation propagation) {
        mountAt(null, mount, null, propagation.flags(), null);
    }

    @Override
    public void makeTreeReadonly(Fd mount) {
        makeReadonly(mount);
    }

    @Override
    public void makeReadonly(Fd mount) {
        long keep = flagsOf(mount) & ~MsFlag.MS_STRICTATIME;
        mountAt(null, mount, null, MsFlag.MS_BIND | MsFlag.MS_REMOUNT | MsFlag.MS_RDONLY | keep, null);
    }
}
