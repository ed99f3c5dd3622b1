package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.InterfacePriority;
import carafe.spec.resources.Resources;
import java.util.ArrayList;
import java.util.List;

/** Priorities of packets by interface (Documentation/admin-guide/cgroup-v1/net_prio.rst). */
final class V1NetworkPriority implements Limit {
    private static final String POINTER = "/linux/resources/network/priorities";

    @Override
    public String askedBy(Resources resources) {
        return resources.network() != null && !resources.network().priorities().isEmpty() ? POINTER : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        List<String> lines = new ArrayList<>();
        for (InterfacePriority priority : resources.network().priorities()) {
            lines.add(priority.name() + " " + priority.priority());
        }
        directory.writeLines("net_prio.ifpriomap", lines, POINTER);
    }
}
