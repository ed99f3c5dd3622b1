package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Resources;

/**
 * Making a version 1 cpuset (cpuset(7)). A new one is empty and takes no process (ENOSPC), so what nobody asked for is
 * copied from above, as far up as needed.
 */
public final class V1Cpuset {
    static final String CPUS = "cpuset.cpus";
    static final String MEMS = "cpuset.mems";
    static final String CPUS_POINTER = "/linux/resources/cpu/cpus";
    static final String MEMS_POINTER = "/linux/resources/cpu/mems";

    private V1Cpuset() {
    }

    /**
     * Makes the cgroup and those above it, and fills them.
     *
     * @param mountpoint of the hierarchy: the cgroup there is always full
     * @return the error number if the cgroup itself could not be made, else 0
     */
    public static int make(CgroupDirectory directory, String mountpoint, Resources resources) {
        int errno = directory.tryMakeWithParents();
        if (errno != 0 && errno != Errno.EEXIST) {
            return errno;
        }
        boolean isNew = errno == 0;
        Cpu cpu = resources == null ? null : resources.cpu();
        fill(directory, mountpoint, CPUS, cpu == null ? null : cpu.cpus(), CPUS_POINTER, isNew);
        fill(directory, mountpoint, MEMS, cpu == null ? null : cpu.mems(), MEMS_POINTER, isNew);
        return 0;
    }

    private static void fill(CgroupDirectory directory, String mountpoint, String file, String asked, String pointer,
            boolean isNew) {
        String above = value(directory.parent(), mountpoint, file);
        if (Limit.isSet(asked)) {
            directory.write(file, asked, pointer);
        } else if (isNew || directory.read(file).isEmpty()) {
            directory.write(file, above, "");
        }
    }

    /** The set of this cgroup, filled from above if it was empty. */
    private static String value(CgroupDirectory directory, String mountpoint, String file) {
        String value = directory.read(file);
        if (!value.isEmpty()) {
            return value;
        }
        if (directory.path().length() <= mountpoint.length()) {
            throw CgroupFailed.failed("cannot read " + directory.path() + "/" + file + ": it is empty");
        }
        String above = value(directory.parent(), mountpoint, file);
        directory.write(file, above, "");
        return above;
    }
}
