package carafe.container.cgroup.stats;

import java.util.List;

/** The settings of a version 1 cpuset (cpuset(7)), each 0 or 1 unless said otherwise. */
public record CpusetStats(
        List<Long> cpus,
        long cpuExclusive,
        List<Long> mems,
        long memHardwall,
        long memExclusive,
        long memoryMigrate,
        long memorySpreadPage,
        long memorySpreadSlab,
        long memoryPressure,
        long schedLoadBalance,
        long schedRelaxDomainLevel) {

    /** Version 2 has no such settings. */
    static final CpusetStats NONE = new CpusetStats(List.of(), 0, List.of(), 0, 0, 0, 0, 0, 0, 0, 0);
}
