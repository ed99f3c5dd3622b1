package carafe.container.cgroup.stats;

import java.util.Map;

/**
 * Memory in use.
 *
 * @param swap     memory and swap together, also in version 2
 * @param raw      the file {@code memory.stat}
 * @param pressure null if the host does not keep it
 */
public record MemoryStats(
        long cache,
        Entry usage,
        Entry swap,
        Entry kernel,
        Entry kernelTcp,
        Map<String, Long> raw,
        Pressure pressure) {

    /**
     * @param limit    -1, the greatest unsigned number, for none in version 2
     * @param max      the most that was used at once
     * @param failures how often the limit was met
     */
    public record Entry(long limit, long usage, long max, long failures) {
        static final Entry NONE = new Entry(0, 0, 0, 0);
    }
}
