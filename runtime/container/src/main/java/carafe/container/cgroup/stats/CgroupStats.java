package carafe.container.cgroup.stats;

import java.util.SortedMap;

/**
 * One reading of everything.
 *
 * @param hugetlb by page size, such as "2MB"
 */
public record CgroupStats(
        CpuStats cpu,
        CpusetStats cpuset,
        MemoryStats memory,
        PidsStats pids,
        BlockIoStats blockIo,
        SortedMap<String, HugetlbStats> hugetlb) {

    /**
     * @param limit 0 for none
     */
    public record PidsStats(long current, long limit) {
    }

    /**
     * @param max     the most that was used at once; 0 if the kernel does not keep it
     * @param failures how often the limit was met
     */
    public record HugetlbStats(long usage, long max, long failures) {
    }
}
