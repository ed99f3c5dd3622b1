package carafe.container.cgroup.fs;

import carafe.kernel.Kernel;

/** Which versions of cgroups the host has under {@code /sys/fs/cgroup}. */
public enum CgroupMode {
    /** A mount for each hierarchy of version 1. */
    V1,
    /** The same, and a version 2 mount at {@code unified} beside them, with few or no controllers. */
    HYBRID,
    /** One version 2 mount. */
    V2;

    public static final String ROOT = "/sys/fs/cgroup";
    public static final String HYBRID_ROOT = ROOT + "/unified";

    /** include/uapi/linux/magic.h */
    public static final long CGROUP_SUPER_MAGIC = 0x27e0eb;
    public static final long CGROUP2_SUPER_MAGIC = 0x63677270;

    public static CgroupMode of(Kernel kernel) {
        if (kernel.allowingAll().fileSystemType(ROOT) == CGROUP2_SUPER_MAGIC) {
            return V2;
        }
        return kernel.allowingAll().fileSystemType(HYBRID_ROOT) == CGROUP2_SUPER_MAGIC ? HYBRID : V1;
    }
}
