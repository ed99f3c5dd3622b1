package carafe.container.setup.mount;

import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.MountCalls;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.spec.Config;
import carafe.spec.NamespaceType;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.Propagation;

/**
 * Makes a directory of the host the root directory of the container ({@code root}, {@code linux.rootfsPropagation}).
 *
 * <p>{@link #prepare} comes first of all mounts, because it decides what they propagate to and gives the descriptor
 * that everything else resolves paths with. {@link #enter} comes after all mounts, devices and the createContainer
 * hooks, because these still need the host's tree. {@link #makeReadonly} comes after everything that writes into the
 * root file system, such as making the working directory.
 */
public final class RootFilesystem {

    private final Kernel kernel;
    private final String path;
    private final Propagation propagation;
    private Fd root;
    private Ref shared;

    /**
     * @param path        absolute path of the directory on the host
     * @param propagation of the whole mount namespace; null for the default, rslave
     */
    public RootFilesystem(Kernel kernel, String path, Propagation propagation) {
        this.kernel = kernel;
        this.path = path;
        this.propagation = propagation;
    }

    /**
     * Cuts the new mount namespace off from the host's and makes the directory a mount of its own, which pivot_root(2)
     * asks for.
     *
     * @param descriptorCalls whether the descriptor-based mount calls are there ({@link MountApi#probe})
     * @return the root directory; owned by this object
     */
    public Fd prepare(boolean descriptorCalls) {
        kernel.enter(StepKind.ROOT_PROPAGATION, "", propagation == null ? "" : StepKind.ROOT_PROPAGATION.pointer());
        Propagation all = propagation == null ? Propagation.RSLAVE : propagation;
        kernel.mount(null, "/", null, all.flags(), null);
        if (all != Propagation.RSLAVE && all != Propagation.RPRIVATE) {
            cutParentOff(all.type() == MsFlag.MS_SLAVE ? MsFlag.MS_SLAVE : MsFlag.MS_PRIVATE);
        }
        bind(descriptorCalls);
        return root;
    }

    private void bind(boolean descriptorCalls) {
        kernel.enter(StepKind.BIND_ROOT);
        if (descriptorCalls) {
            root = kernel.openTree(Fd.CWD, path, FileCalls.AT_RECURSIVE);
            Fd place = kernel.openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
            kernel.moveMount(root, place);
            kernel.close(place);
        } else {
            kernel.mount(path, path, null, MountCalls.MS_BIND | MountCalls.MS_REC, null);
            root = kernel.openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
        }
    }

    /**
     * In place of {@link #prepare} for a container that shares the runtime's mount namespace, whose mounts must stay as
     * they are. The container's own hang below one mount, with which {@link #removeShared} takes them all away.
     *
     * @param mounts whether there will be any
     */
    public Fd prepareShared(boolean mounts, boolean descriptorCalls) {
        if (mounts) {
            bind(descriptorCalls);
            shared = kernel.mount(null, path, null, MsFlag.MS_PRIVATE, null);
        } else {
            kernel.enter(StepKind.OPEN_ROOT);
            root = kernel.openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
        }
        return root;
    }

    /** Whether a container has mounts that {@link #removeShared} has to remove in the end. */
    public static boolean mountsOnHost(Config config) {
        return config.linux().namespace(NamespaceType.MOUNT) == null
                && (!config.mounts().isEmpty() || config.root().readonly());
    }

    /** Whether there is something that {@link #removeShared} has to remove. */
    public boolean isShared() {
        return shared != null && shared.isDone() && !shared.failed();
    }

    /** Undoes {@link #prepareShared} where there were mounts; may be called when they are gone. */
    public static void removeShared(Kernel kernel, String path) {
        kernel.allowing(Errno.EINVAL, Errno.ENOENT).umount(path, MountCalls.MNT_DETACH | MountCalls.UMOUNT_NOFOLLOW);
    }

    /**
     * The mount that holds the directory must not be shared: pivot_root(2) refuses that, and the bind mount would show
     * up on the host. Its mount point is the directory or, if that is none (EINVAL), one further up.
     */
    private void cutParentOff(long flags) {
        String point = path;
        while (!point.equals("/")) {
            if (!kernel.allowing(Errno.EINVAL).mount(null, point, null, flags, null).failed()) {
                return;
            }
            point = RootedPath.parentOf(point);
        }
        kernel.mount(null, point, null, flags, null);
    }

    /** Makes it "/" and drops the host's tree out of sight. */
    public void enter() {
        kernel.enter(StepKind.PIVOT_ROOT);
        Fd old = kernel.openat(Fd.CWD, "/", Open.O_PATH | Open.O_DIRECTORY);
        kernel.fchdir(root);
        // The new root is mounted over itself and the old one on top of it: no directory is needed for the old one.
        kernel.pivotRoot(".", ".");
        kernel.fchdir(old);
        // before umount because an unmount of shared mounts would reach the host; slave and not private, so that an
        // unmount on the host meanwhile still reaches these mounts and does not fail as busy
        kernel.mount(null, ".", null, MountCalls.MS_SLAVE | MountCalls.MS_REC, null);
        kernel.umount(".", MountCalls.MNT_DETACH);
        kernel.close(old);
        finishEntering();
    }

    /**
     * The same for a host whose root is a ramfs, which pivot_root(2) refuses ({@code --no-pivot}). The host's tree
     * stays mounted underneath, so its procfs and sysfs are taken away first: the container could otherwise mount its
     * own without the masks.
     */
    public void enterWithoutPivot() {
        kernel.enter(StepKind.MOVE_ROOT);
        new HostPseudoFilesystems(kernel).removeOutside(path);
        kernel.fchdir(root);
        Fd hostRoot = kernel.openat(Fd.CWD, "/", Open.O_PATH | Open.O_DIRECTORY);
        Ref moved = kernel.allowing(Errno.ENOSYS, Errno.EPERM).moveMount(root, hostRoot);
        kernel.close(hostRoot);
        if (moved.failed()) {
            kernel.mount(path, "/", null, MountCalls.MS_MOVE, null);
        }
        kernel.chroot(".");
        finishEntering();
    }

    /** After {@link #prepareShared}: nothing may be moved. */
    public void enterByChroot() {
        kernel.enter(StepKind.CHROOT);
        kernel.fchdir(root);
        kernel.chroot(".");
        kernel.chdir("/");
    }

    private void finishEntering() {
        kernel.chdir("/");
        // only now: before, it would have gone for the host's root, and sharing would have let our mounts out
        if (propagation != null && propagation.type() != MsFlag.MS_SLAVE && propagation.type() != MsFlag.MS_PRIVATE) {
            kernel.enter(StepKind.ROOT_PROPAGATION);
            kernel.mount(null, "/", null, propagation.flags(), null);
        }
    }

    public void makeReadonly(MountApi mounts) {
        kernel.enter(StepKind.READONLY_ROOT);
        mounts.makeReadonly(root);
    }
}
