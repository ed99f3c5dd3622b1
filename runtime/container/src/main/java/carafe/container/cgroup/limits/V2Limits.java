package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Set;

/** Which version 2 controller honours which part of {@code linux.resources}. Devices have a package of their own. */
public final class V2Limits {
    /**
     * @param domain whether the controller only works between processes, not between threads of one: such a controller
     *     is not to be had in a threaded cgroup (cgroups(7))
     */
    private record Entry(String controller, boolean domain, Limit limit) {
    }

    private static final List<Entry> ENTRIES = List.of(
            new Entry("pids", false, new PidsLimit()),
            new Entry("memory", true, new V2Memory()),
            new Entry("io", true, new V2Io()),
            new Entry("cpu", false, new V2Cpu()),
            new Entry("cpuset", false, new CpusetLimit()),
            new Entry("hugetlb", true, new HugetlbLimit(".max")),
            new Entry("rdma", true, new RdmaLimit()));

    private V2Limits() {
    }

    /** The pointer of a property that wants a controller, null if none does. */
    public static String askedBy(Resources resources) {
        return askedBy(resources, false);
    }

    /** The same, of controllers that a threaded cgroup cannot have. */
    public static String askedOfDomain(Resources resources) {
        return askedBy(resources, true);
    }

    private static String askedBy(Resources resources, boolean domainOnly) {
        for (Entry entry : ENTRIES) {
            String asked = entry.limit().askedBy(resources);
            if (asked != null && (entry.domain() || !domainOnly)) {
                return asked;
            }
        }
        return null;
    }

    /** Writes all that is asked, {@code unified} last, so that it can override what was converted. */
    public static void apply(CgroupDirectory directory, Resources resources) {
        refuseVersion1Properties(resources);
        Set<String> controllers = null;
        for (Entry entry : ENTRIES) {
            String asked = entry.limit().askedBy(resources);
            if (asked == null) {
                continue;
            }
            if (controllers == null) {
                controllers = Set.of(directory.read("cgroup.controllers").split(" "));
            }
            if (!controllers.contains(entry.controller())) {
                throw CgroupFailed.invalid(asked, "cannot set " + entry.controller() + " limit: the "
                        + entry.controller() + " controller is not available in " + directory);
            }
            entry.limit().apply(directory, resources);
        }
        UnifiedResources.apply(directory, resources.unified());
    }

    private static void refuseVersion1Properties(Resources resources) {
        if (resources.network() != null) {
            refuse(Limit.isSet(resources.network().classID()), "network/classID");
            refuse(!resources.network().priorities().isEmpty(), "network/priorities");
        }
        if (resources.memory() != null) {
            refuse(Boolean.TRUE.equals(resources.memory().disableOOMKiller()), "memory/disableOOMKiller");
            Long swappiness = resources.memory().swappiness();
            refuse(swappiness != null && swappiness != -1, "memory/swappiness");
        }
        if (resources.cpu() != null) {
            refuse(Limit.isSet(resources.cpu().realtimeRuntime()), "cpu/realtimeRuntime");
            refuse(Limit.isSet(resources.cpu().realtimePeriod()), "cpu/realtimePeriod");
        }
        if (resources.blockIO() != null) {
            refuse(Limit.isSet(resources.blockIO().leafWeight()), "blockIO/leafWeight");
        }
    }

    private static void refuse(boolean asked, String property) {
        if (asked) {
            throw CgroupFailed.invalid("/linux/resources/" + property,
                    "cgroup v2 has nothing that corresponds to resources." + property.replace('/', '.'));
        }
    }
}
