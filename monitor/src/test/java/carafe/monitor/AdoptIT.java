package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.shim.ControlRequest;
import carafe.shim.JsonObject;
import carafe.shim.MonitorClient;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container whose monitor is killed. */
class AdoptIT {
    private static final String COUNTING = "i=0; while [ ! -e /go ]; do i=$((i+1)); echo $i; sleep 0.02; done; "
            + "echo total $i; exit 6";

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void canAdopt() {
        monitor.onlyCarafe("cannot take over a container");
    }

    @Test
    void noLineIsLostAndTheExitCodeIsKnown() throws Exception {
        Requires.kernel(6, 15);
        MonitoredContainer container = monitor.container(COUNTING).run();
        Eventually.holds("the container counts", () -> container.file("log").toFile().length() > 200);
        monitor.sys().kill(container.monitorPid(), 9);
        container.waitForMonitor();
        Thread.sleep(300);
        adopt(container).succeeds();
        try (MonitorClient client = container.control()) {
            JsonObject state = client.call(new ControlRequest.State());
            assertEquals("running", state.string("status"));
            assertEquals(container.monitorPid(), state.number("monitorPid"));
        }
        Files.createFile(container.bundle().rootfs("/go"));
        assertEquals(6, container.exitCode());
        String[] lines = container.log().split("\n");
        for (int i = 0; i < lines.length - 1; i++) {
            assertTrue(lines[i].endsWith(" stdout F " + (i + 1)), lines[i]);
        }
        assertTrue(lines[lines.length - 1].endsWith(" total " + (lines.length - 1)), lines[lines.length - 1]);
    }

    @Test
    void aContainerThatWaitsForTheFullPipeGoesOn() throws Exception {
        MonitoredContainer container = monitor.container("while [ ! -e /go ]; do sleep 0.02; done; seq 100000; exit 0");
        container.run();
        monitor.sys().kill(container.monitorPid(), 9);
        container.waitForMonitor();
        Files.createFile(container.bundle().rootfs("/go"));
        Thread.sleep(300);
        adopt(container).succeeds();
        container.exitCode();
        assertEquals(100000, container.log().lines().filter(line -> line.contains(" stdout F ")).count());
    }

    @Test
    void whatIsLostIsSaid() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").with("-i").run();
        monitor.sys().kill(container.monitorPid(), 9);
        container.waitForMonitor();
        assertTrue(adopt(container).succeeds().stdout().contains("lost: stdin"));
    }

    @Test
    void aMonitorThatLivesIsLeftAlone() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        Result result = adopt(container).exits(1);
        assertTrue(result.stderr().contains("is alive"), result.stderr());
    }

    @Test
    void aBundleWithoutAnOrphanIsRefused() throws Exception {
        MonitoredContainer container = monitor.container("exit 0").run();
        container.exitCode();
        container.waitForMonitor();
        Result result = adopt(container).exits(1);
        assertTrue(result.stderr().contains("ended in good order"), result.stderr());
    }

    /** The new monitor writes its pid where the old one did. */
    private Result adopt(MonitoredContainer container) throws Exception {
        return Command.of(monitor.binary(), "adopt", container.bundle().directory()).run();
    }
}
