package carafe.container.path;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.MountAttr;
import carafe.kernel.Open;
import carafe.kernel.OpenHow;
import carafe.kernel.Stat;
import carafe.kernel.StepKind;

/**
 * A procfs that an image or another container cannot have tampered with, for writing sysctls and security labels and
 * for naming our own descriptors (CVE-2019-16884, CVE-2025-52881).
 *
 * <p>The best is a procfs of our own that is mounted nowhere, so nothing can be mounted over any part of it. Where the
 * kernel refuses that (its rule: no fresh procfs where the visible one is partly covered), a detached copy of /proc
 * loses at least what was mounted over it; the last resort is /proc itself. The latter two must prove to be a procfs's
 * root.
 *
 * <p>Open it in the container's pid namespace and before pivot_root, because the fallbacks need the host's /proc.
 */
public final class ProcHandle {
    /** PROC_SUPER_MAGIC, include/uapi/linux/magic.h */
    public static final long MAGIC = 0x9fa0;
    /** PROC_ROOT_INO, include/linux/proc_ns.h */
    private static final long ROOT_INODE = 1;
    private static final long ATTRIBUTES = MountAttr.NOSUID | MountAttr.NODEV | MountAttr.NOEXEC;

    private final Kernel kernel;
    private final Fd root;
    private final boolean hasOpenat2;

    private ProcHandle(Kernel kernel, Fd root, boolean hasOpenat2) {
        this.kernel = kernel;
        this.root = root;
        this.hasOpenat2 = hasOpenat2;
    }

    public static ProcHandle open(Kernel kernel) {
        kernel.enter(StepKind.PRIVATE_PROCFS);
        Fd probe = kernel.allowingAll().openat2(Fd.CWD, "/", OpenHow.inRoot(Open.O_PATH));
        kernel.allowing(Errno.EBADF).close(probe);
        Fd proc = firstOf(kernel);
        return new ProcHandle(kernel, proc, !probe.failed());
    }

    private static Fd firstOf(Kernel kernel) {
        Fd fresh = mountFresh(kernel, false);
        if (!fresh.failed()) {
            return fresh;
        }
        Fd processesOnly = mountFresh(kernel, true);
        if (!processesOnly.failed()) {
            return processesOnly;
        }
        Fd copy = kernel.allowingAll().openTree(Fd.CWD, "/proc", 0);
        return verified(kernel,
                copy.failed() ? kernel.openat(Fd.CWD, "/proc", Open.O_PATH | Open.O_DIRECTORY) : copy);
    }

    private static Fd mountFresh(Kernel kernel, boolean processesOnly) {
        Fd fs = kernel.allowingAll().fsopen("proc");
        if (processesOnly) {
            kernel.allowingAll().fsconfigString(fs, "subset", "pid");
        }
        kernel.allowingAll().fsconfigCreate(fs);
        Fd mount = kernel.allowingAll().fsmount(fs, ATTRIBUTES);
        kernel.allowingAll().close(fs);
        return mount;
    }

    private static Fd verified(Kernel kernel, Fd proc) {
        Stat stat = kernel.stat(proc);
        if (kernel.fileSystemType(proc) != MAGIC || stat.inode() != ROOT_INODE) {
            throw new ErrnoException("verify that /proc is the root of a procfs", Errno.EXDEV, kernel.step());
        }
        return proc;
    }

    /** Its top directory, O_PATH; owned by the handle. */
    public Fd root() {
        return root;
    }

    /** Opens a file below; queued. Links lead nowhere but within this procfs, and no mount is crossed. */
    public Fd open(String path, long flags) {
        return open(kernel, path, flags);
    }

    /** Opens a file below that may be missing; queued. */
    public Fd openIfPresent(String path, long flags) {
        return open(kernel.allowing(Errno.ENOENT), path, flags);
    }

    private Fd open(Kernel with, String path, long flags) {
        if (!hasOpenat2) {
            return with.openat(root, path, flags | Open.O_NOFOLLOW);
        }
        return with.openat2(root, path, new OpenHow(flags | Open.O_CLOEXEC, 0,
                OpenHow.RESOLVE_BENEATH | OpenHow.RESOLVE_NO_XDEV | OpenHow.RESOLVE_NO_MAGICLINKS));
    }

    /** Writes all of {@code text} in one call; queued. */
    public void write(String path, String text) {
        Fd fd = open(path, Open.O_WRONLY);
        kernel.write(fd, text);
        kernel.close(fd);
    }

    /** Opens again what a descriptor of the kernel's process refers to, with other flags; queued. */
    public Fd reopen(Fd fd, long flags) {
        return kernel.openat(root, nameOf(fd), flags);
    }

    /** The path of a descriptor of the kernel's process below {@link #root}, for calls that want a path; asks. */
    public static String nameOf(Fd fd) {
        return "self/fd/" + fd.number();
    }
}
