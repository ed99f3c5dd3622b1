package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.shim.ControlRequest;
import carafe.shim.JsonObject;
import carafe.shim.MonitorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The program that gives a container its network. */
class NetworkHelperIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void hasHelpers() {
        monitor.onlyCarafe("has no network helper");
    }

    @Test
    void theHelperIsStartedAgainWhenItDiesAndEndedWithTheContainer() throws Exception {
        Path pids = monitor.directory().resolve("pids");
        Path helper = monitor.directory().resolve("helper");
        Files.writeString(helper, "#!/bin/sh\necho $$ $1 >> " + pids + "\nexec sleep 100\n");
        assertTrue(helper.toFile().setExecutable(true));
        MonitoredContainer container = monitor.container("sleep 60").with("--network-helper", helper + " {pid}");
        int pid = container.create();
        container.start();
        int first = helperPid(pids, 0);
        assertEquals(pid, Integer.parseInt(Files.readAllLines(pids).getFirst().split(" ")[1]));
        monitor.sys().kill(first, 9);
        int second = helperPid(pids, 1);
        try (MonitorClient client = container.control()) {
            JsonObject state = client.call(new ControlRequest.State());
            assertEquals("running, pid " + second, state.string("networkHelper"));
        }
        monitor.sys().kill(pid, 9);
        container.exitCode();
        Eventually.holds("the helper ends with the container", () -> !Proc.isAlive(second));
    }

    private static int helperPid(Path pids, int line) {
        Eventually.holds("the helper was started " + (line + 1) + " times", () -> {
            try {
                return Files.exists(pids) && Files.readAllLines(pids).size() > line;
            } catch (IOException e) {
                return false;
            }
        });
        try {
            return Integer.parseInt(Files.readAllLines(pids).get(line).split(" ")[0]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
