package carafe.container.setup.mount;

import carafe.container.path.MountTable;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.MountCalls;
import carafe.kernel.Ref;

/**
 * The procfs and sysfs mounts of the host, which stay within reach of a container that did not pivot.
 *
 * <p>A kernel lets a user namespace mount a fresh procfs or sysfs only if it already sees one in full. Taking these
 * away (or covering them) keeps a container from getting at what its own mounts of them hide.
 */
final class HostPseudoFilesystems {
    private final Kernel kernel;

    HostPseudoFilesystems(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Unmounts or covers all that are not below {@code rootfs}. */
    void removeOutside(String rootfs) {
        for (MountTable.Mount mount : MountTable.read(kernel)) {
            boolean pseudo = mount.type().equals("proc") || mount.type().equals("sysfs");
            if (pseudo && mount.root().equals("/") && !mount.mountpoint().startsWith(rootfs)) {
                remove(mount.mountpoint());
            }
        }
    }

    private void remove(String point) {
        Ref slave = kernel.allowing(Errno.ENOENT)
                .mount(null, point, null, MountCalls.MS_SLAVE | MountCalls.MS_REC, null);
        if (slave.failed()) {
            // went away with a mount above it
            return;
        }
        Ref unmounted = kernel.allowing(Errno.EINVAL, Errno.EPERM).umount(point, MountCalls.MNT_DETACH);
        if (unmounted.failed()) {
            kernel.mount("tmpfs", point, "tmpfs", 0, null);
        }
    }
}
