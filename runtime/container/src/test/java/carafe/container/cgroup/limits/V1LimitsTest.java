package carafe.container.cgroup.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.Controller;
import carafe.kernel.LocalKernel;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.HugepageLimit;
import carafe.spec.resources.InterfacePriority;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Network;
import carafe.spec.resources.Pids;
import carafe.spec.resources.Rdma;
import carafe.spec.resources.Resources;
import carafe.spec.resources.ThrottleDevice;
import carafe.spec.resources.WeightDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are written with what; the values of the kernel's own files are the manager's test. */
class V1LimitsTest {
    private final LocalKernel kernel = new LocalKernel();
    @TempDir
    private Path path;

    @AfterEach
    void close() {
        kernel.close();
    }

    private String write(Controller controller, Resources resources, String... files) {
        FakeCgroup fake = new FakeCgroup(kernel, path, files);
        V1Limits.of(controller).apply(fake.directory, resources);
        return fake.written();
    }

    private static Resources memory(Memory memory) {
        return new Resources(List.of(), memory, null, null, null, List.of(), null, Map.of(), Map.of());
    }

    private static Resources cpu(Cpu cpu) {
        return new Resources(List.of(), null, cpu, null, null, List.of(), null, Map.of(), Map.of());
    }

    private static Resources blockIo(BlockIo blockIo) {
        return new Resources(List.of(), null, null, null, blockIo, List.of(), null, Map.of(), Map.of());
    }

    private static Resources pids(long limit) {
        return new Resources(List.of(), null, null, new Pids(limit), null, List.of(), null, Map.of(), Map.of());
    }

    @Test
    void nothingIsAskedOfAnyControllerByEmptyResources() {
        Resources nothing = memory(new Memory(0L, 0L, 0L, 5L, 5L, -1L, false, true, true));
        for (Controller controller : Controller.values()) {
            Limit limit = V1Limits.of(controller);
            assertNull(limit == null ? null : limit.askedBy(nothing), controller.name());
        }
    }

    @Test
    void memoryHasFiveFiles() {
        assertEquals("{memory.limit_in_bytes=100, memory.memsw.limit_in_bytes=300, memory.oom_control=1, "
                        + "memory.soft_limit_in_bytes=50, memory.swappiness=0}",
                write(Controller.MEMORY, memory(new Memory(100L, 50L, 300L, 7L, 7L, 0L, true, null, null)),
                        "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.oom_control",
                        "memory.soft_limit_in_bytes", "memory.swappiness", "memory.kmem.limit_in_bytes"));
    }

    @Test
    void unlimitedMemoryIsUnlimitedSwapToo() {
        assertEquals("{memory.limit_in_bytes=-1, memory.memsw.limit_in_bytes=-1}",
                write(Controller.MEMORY, memory(new Memory(-1L, null, null, null, null, null, null, null, null)),
                        "memory.limit_in_bytes", "memory.memsw.limit_in_bytes"));
    }

    @Test
    void unlimitedMemoryNeedsNoSwapAccounting() {
        assertEquals("{memory.limit_in_bytes=-1}",
                write(Controller.MEMORY, memory(new Memory(-1L, null, null, null, null, null, null, null, null)),
                        "memory.limit_in_bytes"));
    }

    @Test
    void swappinessOutOfRangeIsRefused() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> write(Controller.MEMORY,
                memory(new Memory(null, null, null, null, null, 101L, null, null, null)), "memory.swappiness"));
        assertEquals("/linux/resources/memory/swappiness", e.pointer());
    }

    @Test
    void aFileThatIsMissingIsNamedWithValueAndPointer() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> write(Controller.MEMORY,
                memory(new Memory(100L, null, 300L, null, null, null, null, null, null)), "memory.limit_in_bytes"));
        assertEquals("cannot write \"300\" to " + path + "/memory.memsw.limit_in_bytes: "
                + "no such file or directory (ENOENT)", e.getMessage());
        assertEquals("/linux/resources/memory/swap", e.pointer());
    }

    @Test
    void cpuHasShareBandwidthAndRealtimeFiles() {
        assertEquals("{cpu.cfs_burst_us=1000, cpu.cfs_period_us=20000, cpu.cfs_quota_us=-1, cpu.idle=1, "
                        + "cpu.rt_period_us=1000000, cpu.rt_runtime_us=950000, cpu.shares=512}",
                write(Controller.CPU,
                        cpu(new Cpu(512L, -1L, 1000L, 20000L, 950000L, 1000000L, "0", "0", 1L)),
                        "cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.cfs_burst_us", "cpu.idle",
                        "cpu.rt_runtime_us", "cpu.rt_period_us"));
    }

    @Test
    void burstIsSkippedOnKernelsWithoutIt() {
        assertEquals("{cpu.cfs_quota_us=5000}", write(Controller.CPU,
                cpu(new Cpu(null, 5000L, 1000L, null, null, null, null, null, null)), "cpu.cfs_quota_us"));
    }

    @Test
    void sharesTheKernelWouldSilentlyChangeAreRefused() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> write(Controller.CPU,
                cpu(new Cpu(1L, null, null, null, null, null, null, null, null)), "cpu.shares"));
        assertEquals("the minimum allowed cpu-shares is 2", e.getMessage());
    }

    @Test
    void aPidsLimitOfZeroLeavesTheProcessAloneAndANegativeOneIsNone() {
        assertEquals("{pids.max=1}", write(Controller.PIDS, pids(0), "pids.max"));
        CgroupDirectory directory = new CgroupDirectory(kernel, path.toString());
        V1Limits.of(Controller.PIDS).apply(directory, pids(-1));
        assertEquals("max", directory.read("pids.max"));
    }

    @Test
    void blockIoUsesTheFilesOfBfqIfThoseOfCfqAreGone() {
        BlockIo io = new BlockIo(500, null, List.of(new WeightDevice(8, 0, 300, null)),
                List.of(new ThrottleDevice(8, 0, 1000)), List.of(), List.of(), List.of(new ThrottleDevice(8, 16, 5)));
        assertEquals("{blkio.bfq.weight=500, blkio.bfq.weight_device=8:0 300, "
                        + "blkio.throttle.read_bps_device=8:0 1000, blkio.throttle.write_iops_device=8:16 5}",
                write(Controller.BLKIO, blockIo(io), "blkio.bfq.weight", "blkio.bfq.weight_device",
                        "blkio.throttle.read_bps_device", "blkio.throttle.write_iops_device"));
    }

    @Test
    void leafWeightsWantCfq() {
        BlockIo io = new BlockIo(500, 200, List.of(new WeightDevice(8, 0, null, 250)),
                List.of(), List.of(), List.of(), List.of());
        assertEquals("{blkio.leaf_weight=200, blkio.leaf_weight_device=8:0 250, blkio.weight=500}",
                write(Controller.BLKIO, blockIo(io), "blkio.weight", "blkio.weight_device", "blkio.leaf_weight",
                        "blkio.leaf_weight_device"));
    }

    @Test
    void hugePagesAreLimitedInUseAndInReservation() {
        Resources resources = new Resources(List.of(), null, null, null, null,
                List.of(new HugepageLimit("2MB", 4194304), new HugepageLimit("1GB", 0)), null, Map.of(), Map.of());
        assertEquals("{hugetlb.1GB.limit_in_bytes=0, hugetlb.2MB.limit_in_bytes=4194304, "
                        + "hugetlb.2MB.rsvd.limit_in_bytes=4194304}",
                write(Controller.HUGETLB, resources, "hugetlb.2MB.limit_in_bytes", "hugetlb.2MB.rsvd.limit_in_bytes",
                        "hugetlb.1GB.limit_in_bytes"));
    }

    @Test
    void networkClassAndPrioritiesAreTwoControllers() {
        Resources resources = new Resources(List.of(), null, null, null, null, List.of(),
                new Network(1048577L, List.of(new InterfacePriority("lo", 5))), Map.of(), Map.of());
        assertEquals("{net_cls.classid=1048577}", write(Controller.NET_CLS, resources, "net_cls.classid"));
        assertEquals("/linux/resources/network/priorities", V1Limits.of(Controller.NET_PRIO).askedBy(resources));
    }

    @Test
    void rdmaIsLimitedByDevice() {
        Resources resources = new Resources(List.of(), null, null, null, null, List.of(), null,
                Map.of("mlx5_0", new Rdma(3L, 1000L)), Map.of());
        assertEquals("{rdma.max=mlx5_0 hca_handle=3 hca_object=1000}",
                write(Controller.RDMA, resources, "rdma.max"));
    }

    @Test
    void unifiedResourcesAreRefused() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> V1Limits.check(new Resources(List.of(), null,
                null, null, null, List.of(), null, Map.of(), Map.of("memory.high", "max"))));
        assertEquals("/linux/resources/unified", e.pointer());
    }
}
