package carafe.container.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.kernel.LocalKernel;
import carafe.kernel.servant.Servant;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Pids;
import carafe.spec.resources.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the systemd of this host: its system manager as root, else the user's own. */
@Tag("guest")
@Tag("guest-user")
class SystemdCgroupManagerTest {
    private static final String ID = "unit" + ProcessHandle.current().pid();
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private LocalKernel kernel;
    private CgroupManager manager;
    private Servant servant;

    @BeforeEach
    void open() {
        kernel = new LocalKernel();
        assumeTrue(Files.isDirectory(Path.of("/run/systemd/system")), "systemd does not run here");
        assumeTrue(CgroupMode.of(kernel) == CgroupMode.V2, "this host has cgroup v1");
        assumeTrue(ROOT || Files.exists(Path.of("" + System.getenv("XDG_RUNTIME_DIR"), "systemd/private")),
                "there is no systemd user manager");
    }

    @AfterEach
    void cleanUp() {
        if (servant != null) {
            servant.kill();
            servant.close();
        }
        if (manager != null) {
            manager.delete();
        }
        kernel.close();
    }

    private void create(String cgroupsPath, Map<String, String> annotations) {
        create(cgroupsPath, annotations, null);
    }

    private void create(String cgroupsPath, Map<String, String> annotations, Resources resources) {
        manager = CgroupManager.choose(kernel, new CgroupRequest(ID, cgroupsPath, CgroupDriver.SYSTEMD, !ROOT,
                resources, annotations, CgroupRequest.NO_OWNER));
        servant = Servant.spawn(kernel);
        manager.create(servant.pid());
        servant.become(0, manager.placement().enter(servant));
        servant.flush();
    }

    private static String show(String unit, String property) throws IOException, InterruptedException {
        Process systemctl = new ProcessBuilder("systemctl", ROOT ? "--system" : "--user", "show", "--value", "-p",
                property, unit).start();
        String text = new String(systemctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        systemctl.waitFor();
        return text;
    }

    private String file(String name) throws IOException {
        return Files.readString(Path.of(manager.state().paths().get(""), name)).strip();
    }

    private static Resources resources(Memory memory, Cpu cpu, Pids pids, List<DeviceRule> devices) {
        return new Resources(devices, memory, cpu, pids, null, List.of(), null, Map.of(), Map.of());
    }

    @Test
    void theContainerRunsInAScopeOfTheSliceThatWasAskedFor() throws IOException, InterruptedException {
        create("carafetest.slice:carafe:" + ID, Map.of("org.systemd.property.TimeoutStopSec", "7",
                "org.systemd.property.CollectMode", "'inactive-or-failed'"));
        String unit = "carafe-" + ID + ".scope";
        assertTrue(Files.readString(Path.of("/proc/" + servant.pid() + "/cgroup")).strip()
                .endsWith("/carafetest.slice/" + unit));
        assertTrue(manager.state().paths().get("").endsWith("/carafetest.slice/" + unit));
        assertEquals("active", show(unit, "ActiveState"));
        assertEquals("7s", show(unit, "TimeoutStopUSec"));
        assertEquals("yes", show(unit, "Delegate"));
        assertEquals("inactive-or-failed", show(unit, "CollectMode"));
        assertEquals(List.of(servant.pid()), manager.processes());
    }

    @Test
    void systemdKnowsTheLimitsAndTheKernelHasThem() throws IOException, InterruptedException {
        Resources limits = resources(new Memory(64L << 20, 32L << 20, 96L << 20, null, null, null, null, null, null),
                new Cpu(512L, 12345L, null, 100000L, null, null, null, null, null), new Pids(11L), List.of());
        create(null, Map.of(), limits);
        manager.apply(limits);
        String unit = "carafe-" + ID + ".scope";
        assertEquals(Long.toString(64 << 20), show(unit, "MemoryMax"));
        assertEquals(Long.toString(32 << 20), show(unit, "MemorySwapMax"));
        assertEquals("59", show(unit, "CPUWeight"));
        assertEquals("130ms", show(unit, "CPUQuotaPerSecUSec"));
        assertEquals("11", show(unit, "TasksMax"));
        assertEquals(Long.toString(64 << 20), file("memory.max"));
        assertEquals("13000 100000", file("cpu.max"));
        manager.update(resources(null, new Cpu(null, null, null, 50000L, null, null, null, null, null),
                new Pids(-1L), List.of()));
        assertEquals("max", file("pids.max"));
        assertEquals("infinity", show(unit, "TasksMax"));
    }

    @Test
    void deviceRulesAreTheUnitsToo() throws IOException, InterruptedException {
        assumeTrue(ROOT, "a user's manager restricts no devices");
        create(null, Map.of());
        manager.apply(resources(null, null, null, List.of(
                new DeviceRule(false, DeviceRuleType.ALL, null, null, null),
                new DeviceRule(true, DeviceRuleType.CHAR, 10L, 229L, "rw"))));
        String unit = "carafe-" + ID + ".scope";
        assertEquals("strict", show(unit, "DevicePolicy"));
        assertTrue(show(unit, "DeviceAllow").contains("/dev/char/10:229 rw"), show(unit, "DeviceAllow"));
    }

    @Test
    void anExecGetsIn() throws IOException {
        create(null, Map.of());
        try (Servant another = Servant.spawn(kernel)) {
            another.become(0, manager.execPlacement(Map.of(), servant.pid()).enter(another));
            another.flush();
            assertTrue(Files.readString(Path.of("/proc/" + another.pid() + "/cgroup")).strip()
                    .endsWith("/carafe-" + ID + ".scope"));
            another.kill();
        }
    }

    @Test
    void freezingKillingAndRemovingWorkAfterReopening() throws IOException, InterruptedException {
        create(null, Map.of());
        CgroupManager reopened = CgroupManager.reopen(kernel, manager.state());
        reopened.freeze();
        assertTrue(reopened.isFrozen());
        reopened.thaw();
        reopened.killAll();
        reopened.delete();
        assertFalse(Files.exists(Path.of(manager.state().paths().get(""))));
        assertEquals("inactive", show("carafe-" + ID + ".scope", "ActiveState"));
    }

    @Test
    void aUnitThatIsThereAlreadyIsAnError() {
        create(null, Map.of());
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> CgroupManager.choose(kernel, new CgroupRequest(
                ID, null, CgroupDriver.SYSTEMD, !ROOT, null, Map.of(), CgroupRequest.NO_OWNER)));
        assertEquals("/linux/cgroupsPath", e.pointer());
    }

    @Test
    void aBadPropertyIsReportedWithSystemdsWords() {
        CgroupFailed e = assertThrows(CgroupFailed.class,
                () -> create(null, Map.of("org.systemd.property.NoSuchProperty", "true")));
        assertTrue(e.getMessage().startsWith("systemd: cannot start the unit carafe-" + ID + ".scope: "),
                e.getMessage());
        manager = null;
    }
}
