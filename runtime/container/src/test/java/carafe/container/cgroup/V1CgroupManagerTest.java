package carafe.container.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.fs.Controller;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.servant.Servant;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Network;
import carafe.spec.resources.Pids;
import carafe.spec.resources.Resources;
import carafe.spec.resources.ThrottleDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the cgroups of this host, below names of the test's own. */
class V1CgroupManagerTest {
    private static final String ID = "carafe-unit-" + ProcessHandle.current().pid();

    private LocalKernel kernel;
    private CgroupManager manager;
    private Process process;

    @BeforeEach
    void open() {
        kernel = new LocalKernel();
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to make cgroups");
        assumeTrue(CgroupMode.of(kernel) != CgroupMode.V2, "this host has cgroup v2 only");
    }

    @AfterEach
    void cleanUp() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        if (manager != null) {
            manager.delete();
        }
        kernel.close();
    }

    private CgroupManager create(String cgroupsPath, Resources resources) {
        manager = CgroupManager.choose(kernel, new CgroupRequest(ID, cgroupsPath, CgroupDriver.CGROUPFS, false,
                resources, Map.of(), CgroupRequest.NO_OWNER));
        manager.create(0);
        return manager;
    }

    private int sleeper() throws IOException {
        process = new ProcessBuilder("sleep", "1000").start();
        for (String directory : manager.state().paths().values()) {
            Files.writeString(Path.of(directory, "cgroup.procs"), Long.toString(process.pid()));
        }
        return (int) process.pid();
    }

    private String file(Controller controller, String name) throws IOException {
        return Files.readString(Path.of(manager.state().paths().get(controller.kernelName()), name)).strip();
    }

    private static Resources resources(Memory memory, Cpu cpu, Pids pids, List<DeviceRule> devices) {
        return new Resources(devices, memory, cpu, pids, null, List.of(), null, Map.of(), Map.of());
    }

    @Test
    void thePathIsRelativeToTheRuntimeOwnCgroupByDefaultAndAbsoluteFromTheMountIfGiven() throws IOException {
        create(null, null);
        String own = "";
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            if (line.contains(":memory:")) {
                own = line.substring(line.lastIndexOf(':') + 1);
            }
        }
        String prefix = own.equals("/") ? "" : own;
        assertEquals("/sys/fs/cgroup/memory" + prefix + "/" + ID, manager.state().paths().get("memory"));
        manager.delete();
        create("/" + ID + "/nested", null);
        assertEquals("/sys/fs/cgroup/memory/" + ID + "/nested", manager.state().paths().get("memory"));
        assertTrue(Files.isDirectory(Path.of(manager.state().paths().get("freezer"))));
        CgroupManager nested = manager;
        create("/" + ID, null);
        nested.delete();
    }

    @Test
    void everyHierarchyIsJoined() throws IOException {
        create(null, null);
        int pid = sleeper();
        assertIsInside(pid);
        assertEquals(List.of(pid), manager.processes());
    }

    /** In every hierarchy that is mounted; others may exist that this process cannot reach. */
    private void assertIsInside(int pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
            String controller = line.split(":")[1].split(",")[0];
            assertEquals(manager.state().paths().containsKey(controller), line.endsWith("/" + ID), line);
        }
    }

    @Test
    void theServantEntersByItselfAndItsChildIsBornInside() throws IOException {
        create(null, null);
        try (Servant servant = Servant.spawn(kernel)) {
            Fd birthplace = manager.placement().enter(servant);
            servant.become(0, birthplace);
            servant.flush();
            assertIsInside(servant.pid());
        }
    }

    @Test
    void limitsReachTheKernel() throws IOException {
        create(null, null);
        manager.apply(resources(
                new Memory(64L << 20, 32L << 20, 128L << 20, null, null, 10L, true, null, null),
                new Cpu(512L, 50000L, 10000L, 100000L, null, null, "0", "0", null),
                new Pids(7L), List.of()));
        assertEquals(Long.toString(64 << 20), file(Controller.MEMORY, "memory.limit_in_bytes"));
        assertEquals(Long.toString(128 << 20), file(Controller.MEMORY, "memory.memsw.limit_in_bytes"));
        assertEquals(Long.toString(32 << 20), file(Controller.MEMORY, "memory.soft_limit_in_bytes"));
        assertTrue(file(Controller.MEMORY, "memory.oom_control").startsWith("oom_kill_disable 1"));
        assertEquals("512", file(Controller.CPU, "cpu.shares"));
        assertEquals("50000", file(Controller.CPU, "cpu.cfs_quota_us"));
        assertEquals("10000", file(Controller.CPU, "cpu.cfs_burst_us"));
        assertEquals("0", file(Controller.CPUSET, "cpuset.cpus"));
        assertEquals("7", file(Controller.PIDS, "pids.max"));
    }

    @Test
    void memoryAndSwapGrowAndShrinkInAnOrderTheKernelAccepts() throws IOException {
        create(null, null);
        long[][] steps = {{64, 128}, {256, 512}, {32, 48}, {32, 32}, {-1, -1}, {100, 200}, {300, -1}, {-1, 0}};
        for (long[] step : steps) {
            long limit = step[0] < 0 ? -1 : step[0] << 20;
            long swap = step[1] < 0 ? -1 : step[1] << 20;
            manager.update(resources(new Memory(limit, null, swap, null, null, null, null, null, null), null, null,
                    List.of()));
            String expected = limit < 0 ? "9223372036854771712" : Long.toString(limit);
            assertEquals(expected, file(Controller.MEMORY, "memory.limit_in_bytes"));
        }
        assertEquals("9223372036854771712", file(Controller.MEMORY, "memory.memsw.limit_in_bytes"));
    }

    @Test
    void aNewCpusetIsFilledFromAboveAtEveryLevel() throws IOException {
        create("/" + ID + "/a/b", null);
        String all = Files.readString(Path.of("/sys/fs/cgroup/cpuset/cpuset.cpus")).strip();
        assertEquals(all, file(Controller.CPUSET, "cpuset.cpus"));
        assertEquals(all, Files.readString(Path.of("/sys/fs/cgroup/cpuset", ID, "cpuset.cpus")).strip());
        manager.delete();
        create("/" + ID, null);
    }

    @Test
    void onlyAllowedDevicesCanBeUsed() throws IOException {
        create(null, null);
        manager.apply(resources(null, null, null, List.of(
                new DeviceRule(false, DeviceRuleType.ALL, null, null, "rwm"),
                new DeviceRule(true, DeviceRuleType.CHAR, 10L, 229L, "rw"))));
        assertEquals("""
                c 10:229 rw
                c *:* m
                b *:* m
                c 1:3 rwm
                c 1:5 rwm
                c 1:7 rwm
                c 1:8 rwm
                c 1:9 rwm
                c 5:0 rwm
                c 5:2 rwm
                c 136:* rwm
                c 10:200 rwm""", file(Controller.DEVICES, "devices.list"));
        manager.apply(resources(null, null, null, List.of(
                new DeviceRule(false, DeviceRuleType.ALL, null, null, "rwm"),
                new DeviceRule(true, DeviceRuleType.CHAR, 10L, 229L, "r"))));
        assertTrue(file(Controller.DEVICES, "devices.list").contains("c 10:229 r\n"));
    }

    @Test
    void aFrozenContainerSaysSoUntilItIsThawed() throws IOException {
        create(null, null);
        sleeper();
        assertFalse(manager.isFrozen());
        manager.freeze();
        assertTrue(manager.isFrozen());
        CgroupManager reopened = CgroupManager.reopen(kernel, manager.state());
        assertTrue(reopened.isFrozen());
        reopened.thaw();
        assertFalse(manager.isFrozen());
    }

    @Test
    void killAllReachesFrozenProcessesInNestedCgroups() throws IOException, InterruptedException {
        create(null, null);
        sleeper();
        for (String path : manager.state().paths().values()) {
            Files.createDirectories(Path.of(path, "inner"));
        }
        Files.writeString(Path.of(manager.state().paths().get("freezer"), "inner", "cgroup.procs"),
                Long.toString(process.pid()));
        manager.freeze();
        manager.killAll();
        assertEquals(128 + 9, process.waitFor());
        manager.delete();
        assertFalse(Files.exists(Path.of(manager.state().paths().get("freezer"))));
        manager.delete();
    }

    @Test
    void blockDevicesAreThrottled() throws IOException {
        long[] device = BlockDevices.any();
        assumeTrue(device != null, "this machine has no block device");
        create(null, null);
        ThrottleDevice bound = new ThrottleDevice(device[0], device[1], 1 << 20);
        manager.apply(new Resources(List.of(), null, null, null, new BlockIo(null, null, List.of(), List.of(bound),
                List.of(bound), List.of(bound), List.of(bound)), List.of(), null, Map.of(), Map.of()));
        for (String name : List.of("read_bps", "write_bps", "read_iops", "write_iops")) {
            assertEquals(device[0] + ":" + device[1] + " 1048576",
                    file(Controller.BLKIO, "blkio.throttle." + name + "_device"));
        }
    }

    @Test
    void anExecMayJoinCgroupsBelowTheContainersByController() throws IOException {
        create(null, null);
        int init = sleeper();
        for (String controller : List.of("memory", "pids")) {
            Files.createDirectory(Path.of(manager.state().paths().get(controller), "below"));
        }
        try (Servant servant = Servant.spawn(kernel)) {
            servant.become(0, manager.execPlacement(Map.of("memory", "below", "pids", "/below"), init).enter(servant));
            servant.flush();
            for (String line : Files.readAllLines(Path.of("/proc/" + servant.pid() + "/cgroup"))) {
                boolean asked = line.contains(":memory:") || line.contains(":pids:");
                assertEquals(asked, line.endsWith("/" + ID + "/below"), line);
            }
            servant.kill();
        }
        assertThrows(CgroupFailed.class, () -> manager.execPlacement(Map.of("nothing", "below"), init));
        CgroupFailed missing = assertThrows(CgroupFailed.class,
                () -> manager.execPlacement(Map.of("", "missing"), init));
        assertTrue(missing.getMessage().contains("/missing/cgroup.procs: no such file or directory"),
                missing.getMessage());
    }

    @Test
    void killingAndRemovingWhatWasNeverMadeIsNoError() {
        manager = CgroupManager.choose(kernel, new CgroupRequest(ID, null, CgroupDriver.CGROUPFS, false, null,
                Map.of(), CgroupRequest.NO_OWNER));
        manager.killAll();
        manager.delete();
    }

    @Test
    void aControllerThatIsMissingIsAnErrorOnlyIfSomethingIsAskedOfIt() {
        create(null, null);
        assumeTrue(!manager.state().paths().containsKey("net_cls"), "net_cls is mounted here");
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> manager.update(new Resources(List.of(), null,
                null, null, null, List.of(), new Network(5L, List.of()), Map.of(), Map.of())));
        assertEquals("/linux/resources/network/classID", e.pointer());
        assertEquals("cannot set net_cls limit: container could not join or create cgroup", e.getMessage());
    }

    @Test
    void aCgroupThatHoldsProcessesIsNotTakenOver() throws IOException {
        create("/" + ID, null);
        sleeper();
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> CgroupManager.choose(kernel,
                new CgroupRequest("another", "/" + ID, CgroupDriver.CGROUPFS, false, null, Map.of(), -1)));
        assertEquals("/linux/cgroupsPath", e.pointer());
        assertTrue(e.getMessage().contains("is not empty: 1 process(es) found"), e.getMessage());
        manager.freeze();
        process.destroyForcibly();
        manager.killAll();
    }

    @Test
    void anOutOfMemoryKillIsNoticedAndSoIsTheEnd() throws IOException, InterruptedException {
        create(null, null);
        manager.apply(resources(new Memory(8L << 20, null, 8L << 20, null, null, null, null, null, null), null, null,
                List.of()));
        try (OomWatch watch = manager.watchOom()) {
            assertEquals(OomWatch.Event.TIMEOUT, watch.await(0));
            process = new ProcessBuilder("sh", "-c", "echo $$ > "
                    + manager.state().paths().get("memory") + "/cgroup.procs; exec tail /dev/zero").start();
            assertEquals(OomWatch.Event.OOM, watch.await(20_000));
            assertEquals(128 + 9, process.waitFor());
            assertTrue(file(Controller.MEMORY, "memory.oom_control").endsWith("oom_kill 1"));
            manager.delete();
            assertEquals(OomWatch.Event.ENDED, watch.await(20_000));
        }
    }

    @Test
    void whatIsUsedIsCounted() throws IOException {
        create(null, null);
        sleeper();
        assertEquals(1, manager.stats().pids().current());
        assertTrue(manager.stats().memory().usage().limit() > 0);
    }

    @Test
    void mountsShowEveryVersion1Hierarchy() {
        create(null, null);
        List<CgroupMount> mounts = manager.mounts();
        assertTrue(mounts.stream().anyMatch(mount -> mount.name().equals("systemd")
                && mount.options().equals("name=systemd")) || mounts.stream().noneMatch(m -> m.name().contains("=")));
        for (CgroupMount mount : mounts) {
            assertTrue(mount.hostPath().endsWith("/" + ID), mount.toString());
        }
    }
}
