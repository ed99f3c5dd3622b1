package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.Controller;
import carafe.spec.resources.Resources;

/** Which version 1 controller honours which part of {@code linux.resources}. Devices have a package of their own. */
public final class V1Limits {
    private static final Limit CPUSET = new CpusetLimit();
    private static final Limit MEMORY = new V1Memory();
    private static final Limit CPU = new V1Cpu();
    private static final Limit PIDS = new PidsLimit();
    private static final Limit BLKIO = new V1BlockIo();
    private static final Limit HUGETLB = new HugetlbLimit(".limit_in_bytes");
    private static final Limit NET_CLS = new V1NetworkClass();
    private static final Limit NET_PRIO = new V1NetworkPriority();
    private static final Limit RDMA = new RdmaLimit();

    private V1Limits() {
    }

    /** Null if nothing in {@code linux.resources} is for this controller. */
    public static Limit of(Controller controller) {
        return switch (controller) {
            case CPUSET -> CPUSET;
            case MEMORY -> MEMORY;
            case CPU -> CPU;
            case PIDS -> PIDS;
            case BLKIO -> BLKIO;
            case HUGETLB -> HUGETLB;
            case NET_CLS -> NET_CLS;
            case NET_PRIO -> NET_PRIO;
            case RDMA -> RDMA;
            case DEVICES, CPUACCT, PERF_EVENT, FREEZER, MISC, SYSTEMD, UNIFIED -> null;
        };
    }

    /** Refuses what only version 2 knows. */
    public static void check(Resources resources) {
        if (!resources.unified().isEmpty()) {
            throw CgroupFailed.invalid("/linux/resources/unified",
                    "invalid configuration: unified resources need cgroup v2, and this host has v1");
        }
    }
}
