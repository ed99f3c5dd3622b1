package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** carafe-monitor by hand: run, logs, wait, attach, ctl. */
class DirectUseIT {
    private static int counter;

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void hasVerbs() {
        monitor.onlyCarafe("has no verbs");
    }

    @AfterEach
    void removeState() throws Exception {
        for (String id : ids) {
            Command.of(monitor.runtime(), "delete", "--force", id).run();
            call("wait", id);
            Scrub.delete(Path.of("/run/carafe-monitor").resolve(id));
        }
    }

    @Test
    void runLogsAndWaitGoTogether() {
        String id = run(monitor.bundle().script("echo out; echo err >&2; printf tail; exit 7"));
        call("wait", id).exits(7);
        Result logs = call("logs", id).succeeds();
        assertEquals("out\ntail\n", logs.stdout());
        assertEquals("err\n", logs.stderr());
        assertTrue(call("logs", "-t", id).stdout().contains("T"), "with -t there are times");
    }

    @Test
    void logsFollowToTheEnd() {
        String id = run(monitor.bundle().script("for i in 1 2 3 4; do echo $i; sleep 0.2; done"));
        assertEquals("1\n2\n3\n4\n", call("logs", "-f", id).succeeds().stdout());
    }

    @Test
    void attachGetsTheLatestOutputAndTheExitCode() throws Exception {
        Bundle bundle = monitor.bundle().script(
                "echo early; while [ ! -e /go ]; do sleep 0.05; done; echo late; exit 3");
        String id = run(bundle);
        try (Running attached = Command.of(monitor.binary(), "attach", id).start()) {
            attached.awaitOutput("early\n");
            Files.createFile(bundle.rootfs("/go"));
            assertEquals("early\nlate\n", attached.waitFor().exits(3).stdout());
        }
    }

    @Test
    void ctlPrintsTheAnswer() {
        String id = run(monitor.bundle().script("sleep 60"));
        Path socket = Path.of("/run/carafe-monitor").resolve(id).resolve("bundle/control");
        assertTrue(call("ctl", socket, "state").succeeds().stdout().contains("\"status\":\"running\""));
        assertTrue(call("ctl", socket, "resize", "height=1", "width=2").exits(1).stdout().contains("not-possible"));
        call("ctl", socket, "signal", "signal=9").succeeds();
        call("wait", id).exits(137);
    }

    @Test
    void anIdThatRunsIsRefusedAndOneThatEndedMayBeUsedAgain() throws Exception {
        Bundle bundle = monitor.bundle().script("while [ ! -e /go ]; do sleep 0.05; done");
        String id = run(bundle);
        Result second = start(bundle, id).exits(1);
        assertTrue(second.stderr().contains("is running"), second.stderr());
        Files.createFile(bundle.rootfs("/go"));
        call("wait", id).succeeds();
        boolean again = Eventually.within(Duration.ofSeconds(5), () -> start(bundle, id).exit() == 0);
        assertTrue(again, "the id can be used again");
    }

    @Test
    void runTakesOverAContainerWhoseMonitorWasKilled() throws Exception {
        Requires.kernel(6, 15);
        Bundle bundle = monitor.bundle().script("echo early; while [ ! -e /go ]; do sleep 0.05; done; exit 3");
        String id = run(bundle);
        Path state = Path.of("/run/carafe-monitor").resolve(id);
        Command.of("kill", "-KILL", Files.readString(state.resolve("monitor")).strip()).run().succeeds();
        boolean taken = Eventually.within(Duration.ofSeconds(5), () -> start(bundle, id).exit() == 0);
        assertTrue(taken, "the next run takes it over");
        Files.createFile(bundle.rootfs("/go"));
        call("wait", id).exits(3);
        assertEquals("early\n", call("logs", id).stdout());
    }

    @Test
    void aContainerThatCannotStartIsSaidInTheRuntimesWords() {
        Bundle bundle = monitor.bundle().args("/no/such/program");
        Result result = start(bundle.write(), newId()).exits(1);
        assertTrue(result.stderr().contains("/no/such/program"), result.stderr());
    }

    @Test
    void unknownContainersAreSaid() {
        assertTrue(call("logs", "no-such-container").exits(1).stderr().contains("no-such-container"));
        assertTrue(call("wait", "a/b").exits(1).stderr().contains("a/b"));
    }

    private String newId() {
        String id = "direct-it-" + ProcessHandle.current().pid() + "-" + ++counter;
        ids.add(id);
        return id;
    }

    private String run(Bundle bundle) {
        String id = newId();
        start(bundle.write(), id).succeeds();
        return id;
    }

    private Result start(Bundle bundle, String id) {
        return call("run", "--bundle", bundle.directory(), "--runtime", monitor.runtime(), id);
    }

    private Result call(Object... words) {
        return Command.of(monitor.binary()).with(words).run();
    }
}
