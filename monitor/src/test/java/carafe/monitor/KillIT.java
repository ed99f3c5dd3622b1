package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import carafe.shim.SyncMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL for monitor, runtime and container, at different times; {@link NetworkHelperIT} kills the helper. */
class KillIT {
    private static final int SIGKILL = 9;
    /** The monitor is killed at each of its system calls whose number is a multiple of this. */
    private static final int STEP = Integer.getInteger("carafe.kill.step", 25);

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void theRuntimeDiesWithTheMonitor() throws Exception {
        Path pidFile = monitor.directory().resolve("slow.pid");
        MonitoredContainer container = monitor.container("true").with("-r", monitor.program("slow",
                "echo $$ > " + pidFile + ".new; mv " + pidFile + ".new " + pidFile + "; exec sleep 60").toString());
        container.launch();
        Eventually.holds("the runtime runs", () -> Files.exists(pidFile));
        int runtime = Integer.parseInt(Files.readString(pidFile).strip());
        monitor.sys().kill(container.monitorPid(), SIGKILL);
        Eventually.holds("the runtime is gone", () -> !Proc.isAlive(runtime));
        assertNull(container.message(), "the engine sees the end of the pipe");
    }

    @Test
    void aRuntimeThatIsKilledIsReported() throws Exception {
        monitor.onlyCarafe("the pipe stays empty");
        MonitoredContainer container = monitor.container("true").with("-r",
                monitor.program("killed", "kill -KILL $$").toString());
        container.launch();
        assertEquals(-1, container.message().value());
    }

    @Test
    void aRuntimeThatIsKilledAfterItWroteThePidIsReported() throws Exception {
        monitor.onlyCarafe("the pipe stays empty");
        MonitoredContainer container = monitor.container("true").with("-r", monitor.program("killed",
                monitor.runtime() + " \"$@\" && kill -KILL $$").toString());
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains("status 137"), message.text());
    }

    @Test
    void aRuntimeThatIsKilledInAnExecSessionIsReported() throws Exception {
        monitor.onlyCarafe("the pipe stays empty");
        MonitoredContainer container = monitor.container("sleep 60").run();
        MonitoredContainer session = container.exec("e", "{}").with("-r",
                monitor.program("killed", "kill -KILL $$").toString());
        session.launch();
        assertEquals(-1, session.message().value());
        assertTrue(Proc.isAlive(container.monitorPid()), "the container's own monitor does not care");
    }

    @Test
    void aContainerThatIsKilledBeforeItsStartHasItsExitCode() throws Exception {
        MonitoredContainer container = monitor.container("true");
        int pid = container.create();
        monitor.sys().kill(pid, SIGKILL);
        assertEquals(137, container.exitCode());
    }

    @Test
    void aContainerThatIsKilledWhileItIsGivenInputHasItsExitCode() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").with("-i");
        int pid = container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            // more than pipe and monitor hold: the container reads nothing of it
            client.send("x".repeat(30000));
            client.send("x".repeat(30000));
            client.send("x".repeat(30000));
            monitor.sys().kill(pid, SIGKILL);
            client.waitForEnd();
        }
        assertEquals(137, container.exitCode());
    }

    @Test
    void aContainerThatIsKilledWithItsTerminalHasItsExitCodeAndOutput() throws Exception {
        MonitoredContainer container = monitor.container(monitor.bundle().script("echo out; sleep 60").terminal())
                .with("-t");
        int pid = container.create();
        container.start();
        Eventually.holds("the line is logged", () -> container.file("log").toFile().length() > 0);
        monitor.sys().kill(pid, SIGKILL);
        assertEquals(137, container.exitCode());
    }

    @Test
    void aMonitorThatIsKilledBeforeTheStartLeavesACreatedContainerToTheNext() throws Exception {
        monitor.onlyCarafe("cannot take over a container");
        Requires.kernel(6, 15);
        MonitoredContainer container = monitor.container("echo out; exit 4");
        container.create();
        monitor.sys().kill(container.monitorPid(), SIGKILL);
        container.waitForMonitor();
        adopt(container).succeeds();
        container.start();
        assertEquals(4, container.exitCode());
        assertEquals("out\n", LoggedText.of(container.file("log")));
    }

    @Test
    void aMonitorThatIsKilledDuringItsExitCommandHasTheExitFileWritten() throws Exception {
        MonitoredContainer container = monitor.container("exit 4");
        container.with("--exit-command", "/bin/sleep", "--exit-command-arg", "60", "--exit-delay", "60").run();
        assertEquals(4, container.exitCode());
        monitor.sys().kill(container.monitorPid(), SIGKILL);
        container.waitForMonitor();
        assertEquals(4, container.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"log.new", "log.tmp"})
    void whatAMonitorLeftThatWasKilledDuringARotationIsNoObstacle(String leftover) throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --log-rotate, and later releases never rotate again");
        MonitoredContainer container = monitor.container("seq 3000");
        Files.writeString(container.file(leftover), "old");
        container.with("--log-size-max", "20000");
        (leftover.endsWith(".new") ? container.with("--log-rotate") : container).run().exitCode();
        assertTrue(Files.size(container.file("log")) <= 20000, "the limit is kept");
        assertTrue(LoggedText.seq(3000).endsWith(LoggedText.of(container.file("log"))));
    }

    /**
     * The engine's view of a monitor that dies at any of its system calls: it gets the pid or the end of the pipe, and
     * who got a pid gets the container's end from the next monitor.
     */
    @Test
    void aMonitorThatIsKilledAtAnySystemCallLeavesNothingUnclear() throws Exception {
        monitor.onlyCarafe("cannot take over a container");
        monitor.onlyNative("a JVM makes thousands of calls of its own");
        Requires.program("/usr/bin/strace");
        Requires.kernel(6, 15);
        Path trace = monitor.directory().resolve("trace");
        MonitoredContainer traced = under(monitor.container("sleep 60"), "-o", trace.toString());
        int first = traced.begin().message().value();
        traced.start();
        assertTrue(stillRuns(traced));
        monitor.sys().kill(first, SIGKILL);
        traced.awaitLauncher();
        List<String> calls = Files.readAllLines(trace).stream().filter(line -> line.matches("[a-z0-9_]+\\(.*"))
                .map(line -> line.substring(0, line.indexOf('('))).toList();
        assertTrue(calls.size() > 100, "there are " + calls.size());
        for (int call = 1; call < calls.size(); call += STEP) {
            String name = calls.get(call);
            dieAt(name, Collections.frequency(calls.subList(0, call + 1), name));
        }
    }

    private void dieAt(String name, int occurrence) throws Exception {
        String at = name + " number " + occurrence;
        MonitoredContainer container = under(monitor.container("sleep 60"), "-o", "/dev/null", "-e",
                "inject=" + name + ":signal=KILL:when=" + occurrence);
        SyncMessage message = container.begin().message();
        if (message == null) {
            container.awaitLauncher();
            return;
        }
        assertTrue(message.value() > 0, at + ": " + message.text());
        container.start();
        if (stillRuns(container)) {
            monitor.sys().kill(message.value(), SIGKILL);
            container.awaitLauncher();
            // the monitor may have died of the kill's own consequences, before the container is quite dead
            Eventually.holds("the container is dead", () -> !Proc.isAlive(message.value()));
            assertTrue(Files.exists(container.exitFile()) || adopt(container).exits(1).stderr().contains("is gone"),
                    "after a death at " + at + " the exit code is there, or that it is lost is said");
        } else {
            container.awaitLauncher();
            adopt(container).succeeds();
            monitor.sys().kill(message.value(), SIGKILL);
            assertEquals(137, container.exitCode(), "after a death at " + at);
        }
    }

    private static MonitoredContainer under(MonitoredContainer container, String... strace) {
        return container.under("/usr/bin/strace", "-D").under(strace).with("--sync");
    }

    private Result adopt(MonitoredContainer container) {
        return Command.of(monitor.binary(), "adopt", container.bundle().directory()).run();
    }

    private static boolean stillRuns(MonitoredContainer container) {
        try (MonitorClient client = container.control()) {
            return client.call(new ControlRequest.State()).string("status").equals("running");
        } catch (IOException | ProtocolException e) {
            return false;
        }
    }
}
