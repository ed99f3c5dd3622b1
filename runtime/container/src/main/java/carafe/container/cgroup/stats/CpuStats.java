package carafe.container.cgroup.stats;

import java.util.List;

/**
 * Processor time.
 *
 * @param perCpu           total by processor; like the next two only in version 1
 * @param throttledPeriods of {@code periods}, those in which the quota was used up
 * @param pressure         null if the host does not keep it
 */
public record CpuStats(
        long total,
        long user,
        long kernel,
        List<Long> perCpu,
        List<Long> perCpuKernel,
        List<Long> perCpuUser,
        long periods,
        long throttledPeriods,
        long throttledTime,
        Pressure pressure) {
}
