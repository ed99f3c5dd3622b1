package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --systemd-cgroup}: the container's cgroup is a scope that systemd knows everything about. */
@Tag("guest")
class SystemdIT {
    private static final long MIB = 1 << 20;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT).withGlobalFlags("--systemd-cgroup");

    @BeforeEach
    void requireSystemd() {
        Requires.systemd();
    }

    private static String unit(Container container) {
        return "carafe-" + container.id() + ".scope";
    }

    private static String show(String property, Container container) {
        return Command.of("/usr/bin/systemctl", "show", "--value", "-p", property, unit(container)).run()
                .succeeds().stdout().strip();
    }

    private Container sleeping(Bundle bundle) {
        Container container = runtime.container(bundle.args("sleep", "1000"));
        bundle.set("/linux/cgroupsPath", "system.slice:carafe:" + container.id());
        return container.createAndStart();
    }

    @Test
    void theContainerRunsInTheScopeThatTheConfigNames() {
        Container container = sleeping(runtime.bundle());
        assertEquals("active", show("ActiveState", container));
        assertTrue(Proc.lines(container.pid() + "/cgroup").stream()
                .anyMatch(line -> line.endsWith("/system.slice/" + unit(container))));
    }

    @Test
    void systemdKnowsTheLimitsOfTheConfig() {
        Container container = sleeping(runtime.bundle().resource("/memory/limit", 64 * MIB)
                .resource("/pids/limit", 42).resource("/cpu/quota", 20000).resource("/cpu/period", 100000));
        assertEquals("42", show("TasksMax", container));
        assertEquals("200ms", show("CPUQuotaPerSecUSec", container));
        assertEquals(Long.toString(64 * MIB), show(Cgroups.isUnified() ? "MemoryMax" : "MemoryLimit", container));
    }

    @Test
    void anUpdateReachesTheUnit() {
        Container container = sleeping(runtime.bundle().resource("/pids/limit", 42));
        runtime.command("update", "--pids-limit", "24", container.id()).run().succeeds();
        assertEquals("24", show("TasksMax", container));
    }

    @Test
    void annotationsAreProperties() {
        Container container = sleeping(runtime.bundle()
                .annotation("org.systemd.property.Description", "'a container of a test'"));
        assertEquals("a container of a test", show("Description", container));
    }

    @Test
    void anExecIsInTheScopeToo() {
        Container container = sleeping(runtime.bundle().withoutNamespace("cgroup"));
        assertTrue(container.exec("cat", "/proc/self/cgroup").succeeds().stdout()
                .contains("/system.slice/" + unit(container) + "\n"));
    }

    @Test
    void aPausedContainerGoesOn() {
        Container container = sleeping(runtime.bundle());
        runtime.command("pause", container.id()).run().succeeds();
        assertEquals("paused", container.status());
        runtime.command("resume", container.id()).run().succeeds();
        assertEquals("running", container.status());
    }

    @Test
    void deleteLeavesNoUnit() {
        Container container = sleeping(runtime.bundle());
        container.delete("--force").succeeds();
        assertEquals("not-found", show("LoadState", container));
    }
}
