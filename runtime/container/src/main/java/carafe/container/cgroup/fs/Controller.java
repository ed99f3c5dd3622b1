package carafe.container.cgroup.fs;

/** The version 1 controllers a container is placed under, in the order in which their limits are written. */
public enum Controller {
    CPUSET("cpuset"),
    DEVICES("devices"),
    MEMORY("memory"),
    CPU("cpu"),
    CPUACCT("cpuacct"),
    PIDS("pids"),
    BLKIO("blkio"),
    HUGETLB("hugetlb"),
    NET_CLS("net_cls"),
    NET_PRIO("net_prio"),
    PERF_EVENT("perf_event"),
    FREEZER("freezer"),
    RDMA("rdma"),
    MISC("misc"),
    /** No controller: the hierarchy in which systemd tracks its units. */
    SYSTEMD("name=systemd"),
    /** No controller either: the version 2 hierarchy of a hybrid host. */
    UNIFIED("");

    private final String kernelName;

    Controller(String kernelName) {
        this.kernelName = kernelName;
    }

    /** As in {@code /proc/self/cgroup}. */
    public String kernelName() {
        return kernelName;
    }

    /** Null for one that is not known here, such as a named hierarchy that somebody mounted for his own ends. */
    public static Controller of(String kernelName) {
        for (Controller controller : values()) {
            if (controller.kernelName.equals(kernelName)) {
                return controller;
            }
        }
        return null;
    }
}
