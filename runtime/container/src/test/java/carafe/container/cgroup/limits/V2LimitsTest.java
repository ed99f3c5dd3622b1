package carafe.container.cgroup.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.LocalKernel;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.HugepageLimit;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Network;
import carafe.spec.resources.Pids;
import carafe.spec.resources.Resources;
import carafe.spec.resources.ThrottleDevice;
import carafe.spec.resources.WeightDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are written with what. */
class V2LimitsTest {
    private static final String ALL = "cpuset cpu io memory hugetlb pids rdma";
    private final LocalKernel kernel = new LocalKernel();
    @TempDir
    private Path path;

    @AfterEach
    void close() {
        kernel.close();
    }

    private String write(String controllers, Resources resources, String... files) {
        FakeCgroup fake = new FakeCgroup(kernel, path, files);
        try {
            Files.writeString(path.resolve("cgroup.controllers"), controllers + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        V2Limits.apply(fake.directory, resources);
        return fake.written().replace("cgroup.controllers=" + controllers + "\n, ", "");
    }

    private static Resources memory(long limit, long reservation, long swap) {
        return new Resources(List.of(), new Memory(limit, reservation, swap, null, null, null, null, null, null), null,
                null, null, List.of(), null, Map.of(), Map.of());
    }

    private static Resources cpu(Cpu cpu) {
        return new Resources(List.of(), null, cpu, null, null, List.of(), null, Map.of(), Map.of());
    }

    private static Resources unified(Map<String, String> values) {
        return new Resources(List.of(), null, null, null, null, List.of(), null, Map.of(), values);
    }

    @Test
    void nothingIsAskedByEmptyResources() {
        assertNull(V2Limits.askedBy(memory(0, 0, 0)));
        assertNull(V2Limits.askedBy(cpu(new Cpu(0L, 0L, null, 0L, 0L, 0L, "", "", null))));
    }

    @Test
    void memoryAndSwapAreSeparate() {
        assertEquals("{memory.low=50, memory.max=100, memory.swap.max=200}", write(ALL, memory(100, 50, 300),
                "memory.low", "memory.max", "memory.swap.max"));
    }

    @Test
    void swapEqualToMemoryIsNoSwapAtAll() {
        assertEquals("{memory.max=100, memory.swap.max=0}", write(ALL, memory(100, 0, 100),
                "memory.max", "memory.swap.max"));
    }

    @Test
    void unlimitedMemoryIsUnlimitedSwapEvenWithoutSwapAccounting() {
        assertEquals("{memory.max=max}", write(ALL, memory(-1, 0, 0), "memory.max"));
    }

    @Test
    void aLimitBelowTheUsageIsRefusedIfAskedFor() throws IOException {
        Files.writeString(path.resolve("memory.current"), "5000\n");
        Resources small = new Resources(List.of(),
                new Memory(4000L, null, null, null, null, null, null, null, true), null, null, null, List.of(), null,
                Map.of(), Map.of());
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> write(ALL, small, "memory.max"));
        assertEquals("rejecting memory limit 4000 <= usage 5000", e.getMessage());
        assertEquals("/linux/resources/memory/limit", e.pointer());
    }

    @Test
    void cpuSharesBecomeAWeightAndBandwidthOneLine() {
        assertEquals("{cpu.idle=0, cpu.max=50000 100000, cpu.max.burst=1000, cpu.weight=100, cpuset.cpus=0-1, "
                        + "cpuset.mems=0}",
                write(ALL, cpu(new Cpu(1024L, 50000L, 1000L, 100000L, null, null, "0-1", "0", 0L)),
                        "cpu.idle", "cpu.max", "cpu.max.burst", "cpu.weight", "cpuset.cpus", "cpuset.mems"));
    }

    @Test
    void blockIoPrefersTheFileOfBfq() {
        BlockIo io = new BlockIo(100, null, List.of(new WeightDevice(8, 0, 300, null)),
                List.of(new ThrottleDevice(8, 0, 0)), List.of(), List.of(), List.of());
        Resources resources = new Resources(List.of(), null, null, null, io, List.of(), null, Map.of(), Map.of());
        // written one after the other over one another, as a plain file has no records
        assertEquals("{io.bfq.weight=8:0 300, io.max=8:0 rbps=max}",
                write(ALL, resources, "io.bfq.weight", "io.weight", "io.max"));
    }

    @Test
    void blockIoWeightIsScaledForTheFileOfTheCostModel() {
        BlockIo io = new BlockIo(100, null, List.of(), List.of(), List.of(), List.of(),
                List.of(new ThrottleDevice(8, 0, 7)));
        Resources resources = new Resources(List.of(), null, null, null, io, List.of(), null, Map.of(), Map.of());
        assertEquals("{io.max=8:0 wiops=7, io.weight=910}", write(ALL, resources, "io.weight", "io.max"));
    }

    @Test
    void hugePagesAndPidsHaveTheirFiles() {
        Resources resources = new Resources(List.of(), null, null, new Pids(0L), null,
                List.of(new HugepageLimit("2MB", 4194304)), null, Map.of(), Map.of());
        assertEquals("{hugetlb.2MB.max=4194304, hugetlb.2MB.rsvd.max=4194304, pids.max=1}",
                write(ALL, resources, "hugetlb.2MB.max", "hugetlb.2MB.rsvd.max", "pids.max"));
    }

    @Test
    void unifiedValuesComeLastAndLineByLine() {
        Map<String, String> values = new TreeMap<>(Map.of("memory.max", "777", "cgroup.max.depth", "3"));
        Resources resources = new Resources(List.of(),
                new Memory(100L, null, null, null, null, null, null, null, null), null, null, null, List.of(), null,
                Map.of(), values);
        assertEquals("{cgroup.max.depth=3, memory.max=777}", write(ALL, resources, "memory.max", "cgroup.max.depth"));
    }

    @Test
    void unifiedKeysAreFileNamesOfControllersThatAreThere() {
        CgroupFailed slash = assertThrows(CgroupFailed.class, () -> write(ALL, unified(Map.of("a/b.c", "1"))));
        assertEquals("/linux/resources/unified/a~1b.c", slash.pointer());
        CgroupFailed dot = assertThrows(CgroupFailed.class, () -> write(ALL, unified(Map.of("memory", "1"))));
        assertEquals("unified resource \"memory\" must be in the form CONTROLLER.PARAMETER", dot.getMessage());
        CgroupFailed missing = assertThrows(CgroupFailed.class,
                () -> write("cpu", unified(Map.of("memory.high", "1"))));
        assertEquals("unified resource \"memory.high\" can't be set: controller \"memory\" not available",
                missing.getMessage());
        CgroupFailed file = assertThrows(CgroupFailed.class,
                () -> write("memory", unified(Map.of("memory.nothing", "1"))));
        assertEquals("cannot write \"1\" to " + path + "/memory.nothing: no such file or directory (ENOENT)",
                file.getMessage());
    }

    @Test
    void aControllerThatIsNotEnabledIsNamedWithThePointer() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> write("cpu pids", memory(100, 0, 0)));
        assertEquals("/linux/resources/memory/limit", e.pointer());
        assertEquals("cannot set memory limit: the memory controller is not available in " + path, e.getMessage());
    }

    @Test
    void anUpdateOfOneOfAPairKeepsTheOther() throws IOException {
        Files.writeString(path.resolve("cpu.max"), "50000 100000\n");
        Files.writeString(path.resolve("memory.max"), "100\n");
        Files.writeString(path.resolve("memory.swap.max"), "200\n");
        CgroupDirectory directory = new CgroupDirectory(kernel, path.toString());
        Cpu period = V2Update.complete(directory, cpu(new Cpu(null, null, null, 20000L, null, null, null, null, null)))
                .cpu();
        assertEquals("50000 20000", Conversions.cpuMax(period.quota(), period.period()));
        Cpu quota = V2Update.complete(directory, cpu(new Cpu(null, -1L, null, null, null, null, null, null, null)))
                .cpu();
        assertEquals("max 100000", Conversions.cpuMax(quota.quota(), quota.period()));
        Memory limit = V2Update.complete(directory, memory(150, 0, 0)).memory();
        assertEquals(300, limit.swap(), "memory and swap together stay what they were");
        Memory swap = V2Update.complete(directory, memory(0, 0, 500)).memory();
        assertEquals(100, swap.limit());
        Memory none = V2Update.complete(directory, memory(-1, 0, 0)).memory();
        assertEquals(0, none.swap());
    }

    @Test
    void whatOnlyVersion1KnewIsRefused() {
        Resources resources = new Resources(List.of(), null, null, null, null, List.of(),
                new Network(5L, List.of()), Map.of(), Map.of());
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> write(ALL, resources));
        assertEquals("/linux/resources/network/classID", e.pointer());
        assertThrows(CgroupFailed.class, () -> write(ALL, cpu(new Cpu(null, null, null, null, 1L, null, null, null,
                null))));
    }
}
