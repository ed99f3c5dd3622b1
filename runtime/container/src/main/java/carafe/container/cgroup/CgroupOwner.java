package carafe.container.cgroup;

import carafe.spec.Config;
import carafe.spec.IdMapping;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import java.util.List;

/** Whether a container gets to manage cgroups below its own, and who in it. */
public final class CgroupOwner {
    private static final String MOUNTPOINT = "/sys/fs/cgroup";

    private CgroupOwner() {
    }

    /**
     * The user id on the host of the container's process, if the container sees its own cgroup as the root of a
     * writable mount; else {@link CgroupRequest#NO_OWNER}. Only version 2 is safe to hand over.
     */
    public static long of(Config config) {
        if (!config.linux().createsNamespace(NamespaceType.CGROUP) || !hasWritableMount(config.mounts())) {
            return CgroupRequest.NO_OWNER;
        }
        long uid = config.process() == null ? 0 : config.process().user().uid();
        if (config.linux().namespace(NamespaceType.USER) == null) {
            // root owns it anyway
            return uid == 0 ? CgroupRequest.NO_OWNER : uid;
        }
        for (IdMapping mapping : config.linux().uidMappings()) {
            long offset = uid - mapping.containerID();
            if (offset >= 0 && offset < mapping.size()) {
                return mapping.hostID() + offset;
            }
        }
        return CgroupRequest.NO_OWNER;
    }

    private static boolean hasWritableMount(List<Mount> mounts) {
        boolean writable = false;
        for (Mount mount : mounts) {
            if (CgroupPath.clean(mount.destination()).equals(MOUNTPOINT)) {
                boolean isCgroup = "cgroup".equals(mount.type()) || "cgroup2".equals(mount.type());
                // a later mount hides an earlier one; the last of ro and rw counts
                writable = isCgroup && mount.options().lastIndexOf("ro") <= mount.options().lastIndexOf("rw");
            }
        }
        return writable;
    }
}
