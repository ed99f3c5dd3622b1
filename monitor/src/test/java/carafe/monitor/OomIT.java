package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Cgroups;
import carafe.fixtures.Requires;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers with a memory limit, on cgroup v1 and v2. */
@Tag("guest")
class OomIT {
    private static final int LIMIT = 16 << 20;

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void limitsMemory() {
        Requires.root();
        if (!Cgroups.isUnified()) {
            Requires.cgroupV1("memory");
        }
    }

    @Test
    void aKillForWantOfMemoryIsToldInFilesForBothEngines() throws Exception {
        monitor.onlyCarafe("2.1.6 may miss it: the container's end and the news of the kill race");
        MonitoredContainer container = limited("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done").run();
        assertEquals(137, container.exitCode());
        assertTrue(Files.exists(container.file("persist/oom")), "podman reads the one in the persist directory");
        assertTrue(Files.exists(container.file("oom")), "CRI-O reads the one in the bundle");
    }

    @Test
    void theControlSocketTellsOfItBeforeTheExit() throws Exception {
        monitor.onlyCarafe("has no control socket");
        MonitoredContainer container = limited("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done");
        container.create();
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.Events());
            container.start();
            assertEquals("oom", client.nextEvent().string("event"));
        }
    }

    @Test
    void aContainerThatStaysWithinItsLimitLeavesNoSuchFile() throws Exception {
        MonitoredContainer container = limited("exit 3").run();
        assertEquals(3, container.exitCode());
        assertFalse(Files.exists(container.file("persist/oom")) || Files.exists(container.file("oom")));
    }

    private MonitoredContainer limited(String script) {
        return monitor.container(monitor.bundle().script(script).set("/linux/resources/memory/limit", LIMIT));
    }
}
