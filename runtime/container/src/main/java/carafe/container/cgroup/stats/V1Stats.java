package carafe.container.cgroup.stats;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.Controller;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the files of version 1 controllers. One that the container does not have counts nothing. */
public final class V1Stats {
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;
    /** USER_HZ, the same on all architectures Carafe runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private final Kernel kernel;
    private final Map<Controller, CgroupDirectory> directories;

    public V1Stats(Kernel kernel, Map<Controller, CgroupDirectory> directories) {
        this.kernel = kernel;
        this.directories = directories;
    }

    public CgroupStats read() {
        CgroupDirectory blkio = directories.get(Controller.BLKIO);
        return new CgroupStats(cpu(), cpuset(), memory(), pids(),
                new BlockIoStats(blkio == null ? BlockIoStats.noEntries() : V1BlockIo.read(blkio), null), hugetlb());
    }

    private CpuStats cpu() {
        CgroupDirectory cpu = directories.get(Controller.CPU);
        CgroupDirectory accounting = directories.get(Controller.CPUACCT);
        Map<String, Long> throttling = cpu == null ? Map.of() : StatFile.map(cpu, "cpu.stat");
        Map<String, Long> ticks = accounting == null ? Map.of() : StatFile.map(accounting, "cpuacct.stat");
        List<Long> byCpuUser = new ArrayList<>();
        List<Long> byCpuKernel = new ArrayList<>();
        if (accounting != null) {
            readModes(accounting, byCpuUser, byCpuKernel);
        }
        return new CpuStats(
                accounting == null ? 0 : StatFile.number(accounting, "cpuacct.usage"),
                ticks.getOrDefault("user", 0L) * (NANOSECONDS_PER_SECOND / TICKS_PER_SECOND),
                ticks.getOrDefault("system", 0L) * (NANOSECONDS_PER_SECOND / TICKS_PER_SECOND),
                accounting == null ? List.of() : StatFile.numbers(accounting, "cpuacct.usage_percpu"),
                byCpuKernel,
                byCpuUser,
                throttling.getOrDefault("nr_periods", 0L),
                throttling.getOrDefault("nr_throttled", 0L),
                throttling.getOrDefault("throttled_time", 0L),
                null);
    }

    /** Lines of processor, user time and kernel time below a headline. */
    private static void readModes(CgroupDirectory directory, List<Long> user, List<Long> kernel) {
        List<String> lines = StatFile.lines(directory, "cpuacct.usage_all");
        for (int i = 1; i < lines.size(); i++) {
            String[] words = lines.get(i).split(" ");
            user.add(Long.parseUnsignedLong(words[1]));
            kernel.add(Long.parseUnsignedLong(words[2]));
        }
    }

    private CpusetStats cpuset() {
        CgroupDirectory cpuset = directories.get(Controller.CPUSET);
        if (cpuset == null) {
            return CpusetStats.NONE;
        }
        return new CpusetStats(
                StatFile.ranges(cpuset, "cpuset.cpus"),
                StatFile.number(cpuset, "cpuset.cpu_exclusive"),
                StatFile.ranges(cpuset, "cpuset.mems"),
                StatFile.number(cpuset, "cpuset.mem_hardwall"),
                StatFile.number(cpuset, "cpuset.mem_exclusive"),
                StatFile.number(cpuset, "cpuset.memory_migrate"),
                StatFile.number(cpuset, "cpuset.memory_spread_page"),
                StatFile.number(cpuset, "cpuset.memory_spread_slab"),
                StatFile.number(cpuset, "cpuset.memory_pressure"),
                StatFile.number(cpuset, "cpuset.sched_load_balance"),
                StatFile.number(cpuset, "cpuset.sched_relax_domain_level"));
    }

    private MemoryStats memory() {
        CgroupDirectory memory = directories.get(Controller.MEMORY);
        if (memory == null) {
            return new MemoryStats(0, MemoryStats.Entry.NONE, MemoryStats.Entry.NONE, MemoryStats.Entry.NONE,
                    MemoryStats.Entry.NONE, Map.of(), null);
        }
        SortedMap<String, Long> raw = StatFile.map(memory, "memory.stat");
        return new MemoryStats(raw.getOrDefault("cache", 0L), entry(memory, "memory"), entry(memory, "memory.memsw"),
                entry(memory, "memory.kmem"), entry(memory, "memory.kmem.tcp"), raw, null);
    }

    private static MemoryStats.Entry entry(CgroupDirectory directory, String prefix) {
        return new MemoryStats.Entry(
                StatFile.number(directory, prefix + ".limit_in_bytes"),
                StatFile.number(directory, prefix + ".usage_in_bytes"),
                StatFile.number(directory, prefix + ".max_usage_in_bytes"),
                StatFile.number(directory, prefix + ".failcnt"));
    }

    private CgroupStats.PidsStats pids() {
        CgroupDirectory pids = directories.get(Controller.PIDS);
        if (pids == null) {
            return new CgroupStats.PidsStats(0, 0);
        }
        long limit = StatFile.number(pids, "pids.max");
        return new CgroupStats.PidsStats(StatFile.number(pids, "pids.current"), limit == -1 ? 0 : limit);
    }

    private SortedMap<String, CgroupStats.HugetlbStats> hugetlb() {
        SortedMap<String, CgroupStats.HugetlbStats> all = new TreeMap<>();
        CgroupDirectory hugetlb = directories.get(Controller.HUGETLB);
        if (hugetlb == null) {
            return all;
        }
        for (String size : HugePageSizes.of(kernel)) {
            String reserved = "hugetlb." + size + ".rsvd";
            String prefix = hugetlb.has(reserved + ".usage_in_bytes") ? reserved : "hugetlb." + size;
            all.put(size, new CgroupStats.HugetlbStats(
                    StatFile.number(hugetlb, prefix + ".usage_in_bytes"),
                    StatFile.number(hugetlb, prefix + ".max_usage_in_bytes"),
                    StatFile.number(hugetlb, prefix + ".failcnt")));
        }
        return all;
    }
}
