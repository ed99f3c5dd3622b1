package carafe.container.api;

import carafe.container.cgroup.stats.CgroupStats;
import carafe.container.cgroup.stats.MemoryStats;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a container's cgroup has used. A value is 0 where the cgroup lacks the controller that counts it.
 *
 * @param cpu         processor time since the container was created, of all its processes
 * @param memory      bytes in use now, the page cache of its files included
 * @param memoryLimit bytes; empty if there is no limit
 * @param processes   processes and threads now
 */
public record ContainerUsage(Duration cpu, long memory, OptionalLong memoryLimit, long processes) {
    /** Version 1 has no word for "no limit" and gives the largest number of pages, in bytes. */
    private static final long NO_LIMIT_V1 = Long.MAX_VALUE / 4096 * 4096;

    static ContainerUsage of(CgroupStats stats) {
        MemoryStats.Entry memory = stats.memory().usage();
        boolean limited = memory.limit() > 0 && memory.limit() < NO_LIMIT_V1;
        return new ContainerUsage(Duration.ofNanos(stats.cpu().total()), memory.usage(),
                limited ? OptionalLong.of(memory.limit()) : OptionalLong.empty(), stats.pids().current());
    }
}
