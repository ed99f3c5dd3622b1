package carafe.container.lifecycle;

import carafe.container.cgroup.CgroupManager;
import carafe.container.cgroup.CgroupMount;
import carafe.container.setup.mount.CgroupView;
import carafe.spec.Config;
import carafe.spec.NamespaceType;
import java.util.ArrayList;
import java.util.List;

/** Tells the mounts of a container what its cgroup is. */
final class CgroupMounting {
    private CgroupMounting() {
    }

    static CgroupView view(CgroupManager cgroup, Config config) {
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
        return new CgroupView(hierarchies.isEmpty(), ownNamespace, unifiedPath, hierarchies);
    }
}
