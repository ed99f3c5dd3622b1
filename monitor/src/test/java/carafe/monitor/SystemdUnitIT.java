package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container in the unit that docs/monitor.md shows, under the real systemd. */
@Tag("guest")
class SystemdUnitIT {
    private static final Path STATE = Path.of("/run/carafe-monitor");

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private final String id = "unit-it-" + ProcessHandle.current().pid();

    @BeforeEach
    void systemdManagesTheMachine() {
        Assumptions.assumeTrue(Files.exists(Path.of("/run/systemd/system")), "systemd is not the first process here");
        monitor.onlyCarafe("has no verbs");
    }

    @AfterEach
    void remove() throws Exception {
        // at first, because stopping waits for the container, and its shell does not end on SIGTERM
        Command.of(monitor.runtime(), "kill", id, "KILL").run();
        Command.of("systemctl", "stop", id).run();
        Command.of("systemctl", "reset-failed", id).run();
        Command.of(monitor.runtime(), "delete", "--force", id).run();
        Scrub.delete(STATE.resolve(id));
    }

    @Test
    void theNextMonitorHasWhatSystemdKept() {
        Bundle bundle = monitor.bundle().script("while read x; do echo got-$x; done; exit 4").write();
        Command.of("systemd-run", "--unit", id, "--service-type=forking", "-p", "PIDFile=" + STATE.resolve(id)
                + "/monitor", "-p", "Restart=on-failure", "-p", "KillMode=process", "-p", "NotifyAccess=all", "-p",
                "FileDescriptorStoreMax=8", monitor.binary(), "run", "--stdin", "--bundle", bundle.directory(),
                "--runtime", monitor.runtime(), id).run().succeeds();
        Eventually.holds("systemd holds descriptors", () -> !unit("NFileDescriptorStore").equals("0"));
        String first = unit("MainPID");
        Command.of("kill", "-KILL", first).run().succeeds();
        Eventually.holds("there is another monitor",
                () -> unit("ActiveState").equals("active") && !unit("MainPID").equals(first));
        try (Running attached = Command.of(monitor.binary(), "attach", id).startInteractive()) {
            attached.type("word\n").awaitOutput("got-word\n");
        }
        Result logs = Command.of(monitor.binary(), "logs", id).run().succeeds();
        assertEquals("got-word\n", logs.stdout());
    }

    private String unit(String property) {
        return Command.of("systemctl", "show", "--value", "-p", property, id).run().succeeds().stdout().strip();
    }
}
