package carafe.container.lifecycle;

import carafe.container.cgroup.CgroupManager;
import carafe.container.cgroup.CgroupMount;
import carafe.container.cgroup.fs.UnifiedOptions;
import carafe.container.setup.mount.CgroupView;
import carafe.kernel.Kernel;
import carafe.spec.Config;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import java.util.ArrayList;
import java.util.List;

/** Tells the mounts of a container what its cgroup is. */
final class CgroupMounting {
    private CgroupMounting() {
    }

    /** @param mounts those that are to be made */
    static CgroupView view(Kernel kernel, CgroupManager cgroup, Config config, List<Mount> mounts) {
        boolean ownNamespace = config.linux().namespace(NamespaceType.CGROUP) != null;
        List<CgroupView.Hierarchy> hierarchies = new ArrayList<>();
        String unifiedPath = null;
        for (CgroupMount mount : cgroup.mounts()) {
            if (mount.name().isEmpty()) {
                unifiedPath = mount.hostPath();
            } else {
                hierarchies.add(new CgroupView.Hierarchy(mount.name(), mount.options(), mount.hostPath()));
            }
        }
        boolean unified = hierarchies.isEmpty();
        boolean mayBeHosts = unified && !config.linux().createsNamespace(NamespaceType.CGROUP) && anyOfCgroups(mounts);
        return new CgroupView(unified, ownNamespace, unifiedPath, mayBeHosts ? UnifiedOptions.inForce(kernel) : null,
                hierarchies);
    }

    /** The table of mounts is long and worth reading for these only. */
    private static boolean anyOfCgroups(List<Mount> mounts) {
        for (Mount mount : mounts) {
            if ("cgroup".equals(mount.type()) || "cgroup2".equals(mount.type())) {
                return true;
            }
        }
        return false;
    }
}
