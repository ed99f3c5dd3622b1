package carafe.container.cgroup.stats;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.stats.BlockIoStats.Counter;
import carafe.kernel.Kernel;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the files of a version 2 cgroup and puts them in the terms of version 1. */
public final class V2Stats {
    private static final long NANOSECONDS_PER_MICROSECOND = 1000;
    private static final long UNLIMITED = -1;

    private final Kernel kernel;
    private final CgroupDirectory directory;

    public V2Stats(Kernel kernel, CgroupDirectory directory) {
        this.kernel = kernel;
        this.directory = directory;
    }

    public CgroupStats read() {
        return new CgroupStats(cpu(), CpusetStats.NONE, memory(), pids(), blockIo(), hugetlb());
    }

    private CpuStats cpu() {
        Map<String, Long> stat = StatFile.map(directory, "cpu.stat");
        return new CpuStats(
                nanoseconds(stat, "usage_usec"), nanoseconds(stat, "user_usec"), nanoseconds(stat, "system_usec"),
                List.of(), List.of(), List.of(),
                stat.getOrDefault("nr_periods", 0L), stat.getOrDefault("nr_throttled", 0L),
                nanoseconds(stat, "throttled_usec"), pressure("cpu.pressure"));
    }

    private static long nanoseconds(Map<String, Long> stat, String key) {
        return stat.getOrDefault(key, 0L) * NANOSECONDS_PER_MICROSECOND;
    }

    private Pressure pressure(String file) {
        return Pressure.parse(directory.readIfThere(file));
    }

    private MemoryStats memory() {
        SortedMap<String, Long> raw = StatFile.map(directory, "memory.stat");
        MemoryStats.Entry usage = entry("memory");
        MemoryStats.Entry swap = entry("memory.swap");
        // the most of both together is not the sum of the most of each
        MemoryStats.Entry together = new MemoryStats.Entry(
                swap.limit() == UNLIMITED || usage.limit() == UNLIMITED ? UNLIMITED : swap.limit() + usage.limit(),
                swap.usage() + usage.usage(), 0, 0);
        return new MemoryStats(raw.getOrDefault("file", 0L), usage, together, MemoryStats.Entry.NONE,
                MemoryStats.Entry.NONE, raw, pressure("memory.pressure"));
    }

    private MemoryStats.Entry entry(String prefix) {
        return new MemoryStats.Entry(
                StatFile.number(directory, prefix + ".max"),
                StatFile.number(directory, prefix + ".current"),
                StatFile.number(directory, prefix + ".peak"),
                0);
    }

    private CgroupStats.PidsStats pids() {
        if (!directory.has("pids.current")) {
            // the controller is not enabled here
            return new CgroupStats.PidsStats(StatFile.lines(directory, "cgroup.procs").size(), 0);
        }
        long limit = StatFile.number(directory, "pids.max");
        return new CgroupStats.PidsStats(StatFile.number(directory, "pids.current"), limit == UNLIMITED ? 0 : limit);
    }

    /** Lines such as {@code 8:0 rbytes=1459200 wbytes=314773504 rios=192 wios=353}. */
    private BlockIoStats blockIo() {
        Map<Counter, List<BlockIoStats.Entry>> entries = BlockIoStats.noEntries();
        for (String line : StatFile.lines(directory, "io.stat")) {
            String[] words = line.split(" ");
            int colon = words[0].indexOf(':');
            for (int i = 1; i < words.length && colon > 0; i++) {
                int equals = words[i].indexOf('=');
                String key = words[i].substring(0, Math.max(equals, 0));
                Counter counter = switch (key) {
                    case "rbytes", "wbytes" -> Counter.SERVICE_BYTES;
                    case "rios", "wios" -> Counter.SERVICED;
                    default -> null;
                };
                if (counter != null) {
                    BlockIoStats.add(entries, counter, new BlockIoStats.Entry(
                            Long.parseUnsignedLong(words[0].substring(0, colon)),
                            Long.parseUnsignedLong(words[0].substring(colon + 1)),
                            key.charAt(0) == 'r' ? "Read" : "Write",
                            Long.parseUnsignedLong(words[i].substring(equals + 1))));
                }
            }
        }
        return new BlockIoStats(entries, pressure("io.pressure"));
    }

    private SortedMap<String, CgroupStats.HugetlbStats> hugetlb() {
        SortedMap<String, CgroupStats.HugetlbStats> all = new TreeMap<>();
        for (String size : HugePageSizes.of(kernel)) {
            String prefix = "hugetlb." + size;
            if (!directory.has(prefix + ".current")) {
                continue;
            }
            String reserved = prefix + ".rsvd.current";
            all.put(size, new CgroupStats.HugetlbStats(
                    StatFile.number(directory, directory.has(reserved) ? reserved : prefix + ".current"), 0,
                    StatFile.map(directory, prefix + ".events").getOrDefault("max", 0L)));
        }
        return all;
    }
}
