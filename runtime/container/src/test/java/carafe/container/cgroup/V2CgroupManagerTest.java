package carafe.container.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.servant.Servant;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Memory;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On the cgroups of a host that has version 2 alone, below names of the test's own. */
@Tag("guest")
class V2CgroupManagerTest {
    private static final String ID = "carafe-unit-" + ProcessHandle.current().pid();

    private LocalKernel kernel;
    private CgroupManager manager;
    private Process process;

    @BeforeEach
    void open() {
        kernel = new LocalKernel();
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to make cgroups");
        assumeTrue(CgroupMode.of(kernel) == CgroupMode.V2, "this host has cgroup v1");
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

    private CgroupManager create(String cgroupsPath, Resources resources, long owner) {
        manager = CgroupManager.choose(kernel, new CgroupRequest(ID, cgroupsPath, CgroupDriver.CGROUPFS, false,
                resources, Map.of(), owner));
        manager.create(0);
        return manager;
    }

    private CgroupManager create() {
        return create("/" + ID, null, CgroupRequest.NO_OWNER);
    }

    private int sleeper() throws IOException {
        process = new ProcessBuilder("sleep", "1000").start();
        for (String directory : manager.state().paths().values()) {
            Files.writeString(Path.of(directory, "cgroup.procs"), Long.toString(process.pid()));
        }
        return (int) process.pid();
    }

    private Path path(String name) {
        return Path.of(manager.state().paths().get(""), name);
    }

    private String file(String name) throws IOException {
        return Files.readString(path(name)).strip();
    }

    private static Resources resources(Memory memory, Cpu cpu, Pids pids, Map<String, String> unified) {
        return new Resources(List.of(), memory, cpu, pids, null, List.of(), null, Map.of(), unified);
    }

    private static Memory memory(long limit, long swap) {
        return new Memory(limit, null, swap, null, null, null, null, null, null);
    }

    @Test
    void byDefaultTheCgroupIsBesideTheRuntimes() throws IOException {
        create(null, null, CgroupRequest.NO_OWNER);
        String own = Files.readString(Path.of("/proc/self/cgroup")).strip().substring("0::".length());
        assertEquals(Path.of("/sys/fs/cgroup" + own).getParent().resolve(ID), path("").normalize());
    }

    @Test
    void allControllersAreHandedDownThroughNewLevels() throws IOException {
        create("/" + ID + "/a/b", null, CgroupRequest.NO_OWNER);
        assertEquals(Files.readString(Path.of("/sys/fs/cgroup/cgroup.controllers")).strip(),
                file("cgroup.controllers"));
        manager.delete();
        create();
    }

    @Test
    void theServantsChildIsBornInside() throws IOException {
        create();
        try (Servant servant = Servant.spawn(kernel)) {
            Fd birthplace = manager.placement().enter(servant);
            assertNotEquals(Fd.NONE, birthplace, "CLONE_INTO_CGROUP");
            servant.become(0, birthplace);
            servant.flush();
            assertEquals("0::/" + ID, Files.readString(Path.of("/proc/" + servant.pid() + "/cgroup")).strip());
        }
    }

    @Test
    void limitsReachTheKernelAndUpdatesKeepTheRest() throws IOException {
        create();
        manager.apply(resources(memory(64 << 20, 96 << 20),
                new Cpu(1024L, 50000L, 10000L, 100000L, null, null, "0", "0", null), new Pids(7L),
                Map.of("memory.high", "50000000")));
        assertEquals(Long.toString(64 << 20), file("memory.max"));
        assertEquals(Long.toString(32 << 20), file("memory.swap.max"));
        assertEquals("100", file("cpu.weight"));
        assertEquals("50000 100000", file("cpu.max"));
        assertEquals("10000", file("cpu.max.burst"));
        assertEquals("0", file("cpuset.cpus"));
        assertEquals("7", file("pids.max"));
        manager.update(resources(null, new Cpu(null, null, null, 200000L, null, null, null, null, null), null,
                Map.of()));
        assertEquals("50000 200000", file("cpu.max"));
        manager.update(resources(new Memory(80L << 20, null, null, null, null, null, null, null, null), null, null,
                Map.of()));
        assertEquals(Long.toString(80 << 20), file("memory.max"));
        assertEquals(Long.toString(16 << 20), file("memory.swap.max"));
        manager.update(resources(new Memory(-1L, null, null, null, null, null, null, null, null), null, null,
                Map.of()));
        assertEquals("max", file("memory.max"));
        assertEquals("max", file("memory.swap.max"));
    }

    @Test
    void idleAndWeightAreWrittenInAnOrderTheKernelAccepts() throws IOException {
        create();
        manager.update(resources(null, new Cpu(512L, null, null, null, null, null, null, null, 1L), null, Map.of()));
        assertEquals("1", file("cpu.idle"));
        manager.update(resources(null, new Cpu(512L, null, null, null, null, null, null, null, 1L), null, Map.of()));
        manager.update(resources(null, new Cpu(2048L, null, null, null, null, null, null, null, 0L), null, Map.of()));
        assertEquals("0", file("cpu.idle"));
        assertEquals("174", file("cpu.weight"));
    }

    @Test
    void aFrozenContainerSaysSoUntilItIsThawed() throws IOException {
        create();
        sleeper();
        manager.freeze();
        assertTrue(file("cgroup.events").contains("frozen 1"));
        assertTrue(CgroupManager.reopen(kernel, manager.state()).isFrozen());
        manager.thaw();
        assertFalse(manager.isFrozen());
    }

    @Test
    void killAllReachesFrozenProcessesInNestedCgroups() throws IOException, InterruptedException {
        create();
        Files.createDirectories(path("inner/most"));
        process = new ProcessBuilder("sleep", "1000").start();
        Files.writeString(path("inner/most/cgroup.procs"), Long.toString(process.pid()));
        assertEquals(List.of((int) process.pid()), manager.processes());
        manager.freeze();
        manager.killAll();
        assertEquals(128 + 9, process.waitFor());
        manager.delete();
        assertFalse(Files.exists(path("")));
        manager.delete();
    }

    @Test
    void anExecGoesWhereTheFirstProcessIsOnceTheContainerHasCgroupsOfItsOwn() throws IOException {
        create();
        int init = sleeper();
        Files.createDirectories(path("init"));
        Files.writeString(path("init/cgroup.procs"), Integer.toString(init));
        Files.writeString(path("cgroup.subtree_control"), "+memory");
        try (Servant servant = Servant.spawn(kernel)) {
            servant.become(0, manager.execPlacement(Map.of(), init).enter(servant));
            servant.flush();
            assertEquals("0::/" + ID + "/init",
                    Files.readString(Path.of("/proc/" + servant.pid() + "/cgroup")).strip());
        }
        try (Servant servant = Servant.spawn(kernel)) {
            servant.become(0, manager.execPlacement(Map.of("", "/init"), init).enter(servant));
            servant.flush();
            assertEquals("0::/" + ID + "/init",
                    Files.readString(Path.of("/proc/" + servant.pid() + "/cgroup")).strip());
        }
    }

    @Test
    void anOutOfMemoryKillIsNoticedAndSoIsTheEnd() throws IOException, InterruptedException {
        create();
        manager.apply(resources(memory(8 << 20, 8 << 20), null, null, Map.of()));
        try (OomWatch watch = manager.watchOom()) {
            assertEquals(OomWatch.Event.TIMEOUT, watch.await(0));
            process = new ProcessBuilder("sh", "-c", "echo $$ > " + path("cgroup.procs") + "; exec tail /dev/zero")
                    .start();
            assertEquals(OomWatch.Event.OOM, watch.await(60_000));
            assertEquals(128 + 9, process.waitFor());
            assertTrue(Files.readString(path("memory.events")).contains("oom_kill 1\n"));
            assertEquals(OomWatch.Event.ENDED, watch.await(60_000));
        }
    }

    @Test
    void theOwnerGetsTheFilesThatDelegationNeedsAndNoLimits() throws IOException {
        create("/" + ID, null, 12345);
        assertEquals(12345, Files.getAttribute(path(""), "unix:uid"));
        assertEquals(12345, Files.getAttribute(path("cgroup.procs"), "unix:uid"));
        assertEquals(12345, Files.getAttribute(path("cgroup.subtree_control"), "unix:uid"));
        assertEquals(0, Files.getAttribute(path("memory.max"), "unix:uid"));
    }

    @Test
    void limitsThatNeedADomainAreRefusedBelowACgroupWithProcesses() throws IOException {
        create();
        sleeper();
        CgroupManager below = CgroupManager.choose(kernel, new CgroupRequest("below", "/" + ID + "/below",
                CgroupDriver.CGROUPFS, false, resources(memory(8 << 20, 0), null, null, Map.of()), Map.of(), -1));
        try {
            CgroupFailed e = assertThrows(CgroupFailed.class, () -> {
                below.create(0);
                below.apply(resources(memory(8 << 20, 0), null, null, Map.of()));
            });
            assertEquals("/linux/resources/memory/limit", e.pointer());
        } finally {
            below.delete();
        }
    }

    @Test
    void blockDevicesAreThrottledAndFreedAgain() throws IOException {
        long[] device = BlockDevices.any();
        assumeTrue(device != null, "this machine has no block device");
        create();
        manager.apply(blockIo(new ThrottleDevice(device[0], device[1], 1 << 20)));
        assertEquals(device[0] + ":" + device[1] + " rbps=1048576 wbps=max riops=max wiops=1048576", file("io.max"));
        manager.update(blockIo(new ThrottleDevice(device[0], device[1], 0)));
        assertEquals("", file("io.max"));
    }

    private static Resources blockIo(ThrottleDevice bound) {
        return new Resources(List.of(), null, null, null, new BlockIo(null, null, List.of(), List.of(bound), List.of(),
                List.of(), List.of(bound)), List.of(), null, Map.of(), Map.of());
    }

    @Test
    void whatIsUsedIsCounted() throws IOException {
        create();
        sleeper();
        assertEquals(1, manager.stats().pids().current());
        assertEquals(-1, manager.stats().memory().usage().limit());
    }
}
