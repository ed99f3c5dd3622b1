package carafe.container.cgroup.stats;

import carafe.container.cgroup.stats.BlockIoStats.Counter;
import carafe.spec.json.JsonWriter;
import java.util.List;
import java.util.Map;

/**
 * The {@code stats} event, with the names, the order and the omissions of runc: most counts are left out when they are
 * 0.
 */
final class StatsJson {
    private final JsonWriter out;

    private StatsJson(JsonWriter out) {
        this.out = out;
    }

    /** Writes the properties of {@link CgroupStats}; the caller begins and ends the object around them. */
    static void write(JsonWriter out, CgroupStats stats) {
        StatsJson json = new StatsJson(out);
        json.cpu(stats.cpu());
        json.cpuset(stats.cpuset());
        json.memory(stats.memory());
        out.beginObject("pids");
        json.count("current", stats.pids().current());
        json.count("limit", stats.pids().limit());
        out.endObject();
        json.blockIo(stats.blockIo());
        out.beginObject("hugetlb");
        for (Map.Entry<String, CgroupStats.HugetlbStats> entry : stats.hugetlb().entrySet()) {
            out.beginObject(entry.getKey());
            json.count("usage", entry.getValue().usage());
            json.count("max", entry.getValue().max());
            json.always("failcnt", entry.getValue().failures());
            out.endObject();
        }
        out.endObject();
    }

    private void cpu(CpuStats cpu) {
        out.beginObject("cpu").beginObject("usage");
        count("total", cpu.total());
        list("percpu", cpu.perCpu());
        list("percpu_kernel", cpu.perCpuKernel());
        list("percpu_user", cpu.perCpuUser());
        always("kernel", cpu.kernel());
        always("user", cpu.user());
        out.endObject();
        if (cpu.periods() != 0 || cpu.throttledPeriods() != 0 || cpu.throttledTime() != 0) {
            out.beginObject("throttling");
            count("periods", cpu.periods());
            count("throttledPeriods", cpu.throttledPeriods());
            count("throttledTime", cpu.throttledTime());
            out.endObject();
        }
        pressure(cpu.pressure());
        out.endObject();
    }

    private void cpuset(CpusetStats cpuset) {
        out.beginObject("cpuset");
        list("cpus", cpuset.cpus());
        always("cpu_exclusive", cpuset.cpuExclusive());
        list("mems", cpuset.mems());
        always("mem_hardwall", cpuset.memHardwall());
        always("mem_exclusive", cpuset.memExclusive());
        always("memory_migrate", cpuset.memoryMigrate());
        always("memory_spread_page", cpuset.memorySpreadPage());
        always("memory_spread_slab", cpuset.memorySpreadSlab());
        always("memory_pressure", cpuset.memoryPressure());
        always("sched_load_balance", cpuset.schedLoadBalance());
        out.number("sched_relax_domain_level", cpuset.schedRelaxDomainLevel());
        out.endObject();
    }

    private void memory(MemoryStats memory) {
        out.beginObject("memory");
        count("cache", memory.cache());
        memoryEntry("usage", memory.usage());
        memoryEntry("swap", memory.swap());
        memoryEntry("kernel", memory.kernel());
        memoryEntry("kernelTCP", memory.kernelTcp());
        if (!memory.raw().isEmpty()) {
            out.beginObject("raw");
            memory.raw().forEach(this::always);
            out.endObject();
        }
        pressure(memory.pressure());
        out.endObject();
    }

    private void memoryEntry(String name, MemoryStats.Entry entry) {
        if (entry.equals(MemoryStats.Entry.NONE)) {
            return;
        }
        out.beginObject(name);
        always("limit", entry.limit());
        count("usage", entry.usage());
        count("max", entry.max());
        always("failcnt", entry.failures());
        out.endObject();
    }

    private void blockIo(BlockIoStats blockIo) {
        out.beginObject("blkio");
        for (Counter counter : Counter.values()) {
            List<BlockIoStats.Entry> entries = blockIo.entries().get(counter);
            if (entries == null) {
                continue;
            }
            out.beginArray(counter.property);
            for (BlockIoStats.Entry entry : entries) {
                out.beginObject();
                count("major", entry.major());
                count("minor", entry.minor());
                out.text("op", entry.operation().isEmpty() ? null : entry.operation());
                count("value", entry.value());
                out.endObject();
            }
            out.endArray();
        }
        pressure(blockIo.pressure());
        out.endObject();
    }

    private void pressure(Pressure pressure) {
        if (pressure != null) {
            out.beginObject("psi");
            stall("some", pressure.some());
            stall("full", pressure.full());
            out.endObject();
        }
    }

    private void stall(String name, Pressure.Stall stall) {
        if (stall.equals(Pressure.Stall.NONE)) {
            return;
        }
        out.beginObject(name)
                .digits("avg10", stall.average10())
                .digits("avg60", stall.average60())
                .digits("avg300", stall.average300());
        always("total", stall.total());
        out.endObject();
    }

    private void list(String name, List<Long> values) {
        if (!values.isEmpty()) {
            out.beginArray(name);
            for (long value : values) {
                out.digits(Long.toUnsignedString(value));
            }
            out.endArray();
        }
    }

    private void count(String name, long value) {
        if (value != 0) {
            always(name, value);
        }
    }

    private void always(String name, long value) {
        out.digits(name, Long.toUnsignedString(value));
    }
}
