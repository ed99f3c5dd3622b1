package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Resources;

/**
 * The memory controller of version 1 (Documentation/admin-guide/cgroup-v1/memory.rst). Limits of kernel memory are
 * ignored: kernels have not enforced them since 5.16.
 */
final class V1Memory implements Limit {
    private static final String AT = "/linux/resources/memory/";
    private static final String LIMIT = "memory.limit_in_bytes";
    private static final String SWAP = "memory.memsw.limit_in_bytes";
    private static final long UNLIMITED = -1;
    private static final long MAX_SWAPPINESS = 100;

    @Override
    public String askedBy(Resources resources) {
        Memory memory = resources.memory();
        if (memory == null) {
            return null;
        }
        if (Limit.isSet(memory.limit())) {
            return AT + "limit";
        }
        if (Limit.isSet(memory.swap())) {
            return AT + "swap";
        }
        if (Limit.isSet(memory.reservation())) {
            return AT + "reservation";
        }
        if (Boolean.TRUE.equals(memory.disableOOMKiller())) {
            return AT + "disableOOMKiller";
        }
        return hasSwappiness(memory) ? AT + "swappiness" : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        Memory memory = resources.memory();
        writeLimits(directory, memory);
        if (Limit.isSet(memory.reservation())) {
            directory.write("memory.soft_limit_in_bytes", memory.reservation().toString(), AT + "reservation");
        }
        if (Boolean.TRUE.equals(memory.disableOOMKiller())) {
            directory.write("memory.oom_control", "1", AT + "disableOOMKiller");
        }
        if (hasSwappiness(memory)) {
            if (Long.compareUnsigned(memory.swappiness(), MAX_SWAPPINESS) > 0) {
                throw CgroupFailed.invalid(AT + "swappiness", "memory swappiness "
                        + Long.toUnsignedString(memory.swappiness()) + " is not in the range 0 to 100");
            }
            directory.write("memory.swappiness", memory.swappiness().toString(), AT + "swappiness");
        }
    }

    private static boolean hasSwappiness(Memory memory) {
        // Docker sends -1, as an unsigned number, for "not set"
        return memory.swappiness() != null && memory.swappiness() != -1;
    }

    private static void writeLimits(CgroupDirectory directory, Memory memory) {
        long limit = Limit.isSet(memory.limit()) ? memory.limit() : 0;
        long swap = Limit.isSet(memory.swap()) ? memory.swap() : 0;
        if (limit == UNLIMITED && swap == 0 && directory.has(SWAP)) {
            swap = UNLIMITED;
        }
        // the kernel refuses any step in which memory alone would exceed memory and swap together, so the order
        // depends on whether the limits grow or shrink
        if (swap == UNLIMITED) {
            writeSwap(directory, swap);
            swap = 0;
        }
        if (limit != 0) {
            int errno = directory.tryWrite(LIMIT, Long.toString(limit), AT + "limit");
            if (errno == Errno.EINVAL && swap != 0) {
                writeSwap(directory, swap);
                swap = 0;
                errno = directory.tryWrite(LIMIT, Long.toString(limit), AT + "limit");
            }
            if (errno == Errno.EBUSY) {
                throw CgroupFailed.invalid(AT + "limit", "unable to set memory limit to " + limit
                        + " (current usage: " + directory.read("memory.usage_in_bytes")
                        + ", peak usage: " + directory.read("memory.max_usage_in_bytes") + ")");
            }
            if (errno != 0) {
                throw directory.refused(LIMIT, Long.toString(limit), AT + "limit", errno);
            }
        }
        if (swap != 0) {
            writeSwap(directory, swap);
        }
    }

    private static void writeSwap(CgroupDirectory directory, long swap) {
        directory.write(SWAP, Long.toString(swap), AT + "swap");
    }
}
