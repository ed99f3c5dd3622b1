package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers with a terminal: handed over through {@code --console-socket}, or the caller's own in the foreground. */
class ConsoleIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    // ---- --console-socket ----

    private Path socket() {
        return runtime.directory().resolve("console.sock");
    }

    private Running receiver(Object... size) {
        return runtime.keep(Command.of(CPrograms.path("consolerecv"), socket()).with(size).startInteractive())
                .awaitOutput("listening\n");
    }

    /** Everything after the two lines that consolerecv prints itself. */
    private static JsonNode report(Running receiver) {
        String output = receiver.awaitOutput("}\r\n").stdout();
        return Json.parse(output.substring(output.indexOf('{')));
    }

    @Test
    void theTerminalIsHandedOverAndControlsTheContainer() {
        Running receiver = receiver();
        Container container = runtime.container(runtime.bundle().terminal().args("inspect"));
        container.create("--console-socket", socket()).succeeds();
        receiver.awaitOutput("received ");
        container.start().succeeds();

        JsonNode report = report(receiver);
        assertTrue(report.path("controllingTerminal").asBoolean());
        assertEquals(3, report.path("fds").size(), report::toString);
        for (String fd : List.of("0", "1", "2")) {
            JsonNode descriptor = report.path("fds").path(fd);
            assertTrue(List.of("/dev/pts/0", "/dev/console").contains(descriptor.path("link").asText()),
                    descriptor::toString);
            assertEquals("136:0", descriptor.path("device").asText());
            assertEquals(2, descriptor.path("access").asInt());
        }
    }

    @Test
    void theConsoleDeviceIsTheTerminal() {
        Running receiver = receiver();
        Bundle bundle = runtime.bundle().terminal().script("stat -c '%F %t' /dev/console; echo seen > /dev/console");
        Container container = runtime.container(bundle);
        container.create("--console-socket", socket()).succeeds();
        container.start().succeeds();
        receiver.awaitOutput("character special file 88\r\n").awaitOutput("seen\r\n");
    }

    @Test
    void whatIsTypedReachesTheContainer() {
        Running receiver = receiver();
        Container container = runtime.container(runtime.bundle().terminal().script("read line; echo got $line"));
        container.create("--console-socket", socket()).succeeds();
        container.start().succeeds();
        receiver.type("hello\n").awaitOutput("got hello\r\n");
        assertEquals(0, container.exitStatus());
    }

    @Test
    void theWindowSizeIsTheConfigs() {
        Running receiver = receiver();
        Container container = runtime.container(runtime.bundle().terminal()
                .setJson("/process/consoleSize", "{\"height\": 33, \"width\": 111}").args("stty", "size"));
        container.create("--console-socket", socket()).succeeds();
        container.start().succeeds();
        receiver.awaitOutput("33 111\r\n");
    }

    @Test
    void theReceiverMayResizeTheWindow() {
        Running receiver = receiver(44, 155);
        Container container = runtime.container(runtime.bundle().terminal().args("stty", "size"));
        container.create("--console-socket", socket()).succeeds();
        receiver.awaitOutput("received ");
        container.start().succeeds();
        receiver.awaitOutput("44 155\r\n");
    }

    @Test
    void theTerminalBelongsToThePlainUser() {
        Running receiver = receiver();
        Container container = runtime.container(runtime.bundle().terminal().user(1000, 1000)
                .script("stat -L -c %u /dev/fd/0; echo reopened > /dev/tty"));
        container.create("--console-socket", socket()).succeeds();
        container.start().succeeds();
        receiver.awaitOutput("1000\r\n").awaitOutput("reopened\r\n");
    }

    @Test
    void aDetachedTerminalWithoutASocketIsRefused() {
        Container container = runtime.container(runtime.bundle().terminal());
        container.create().fails(1, "cannot allocate tty if runc will detach without setting console socket"
                .replace("runc", runtime.peer().expect("carafe", Peer.RUNC, "runc")));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aSocketWithoutATerminalIsRefused() {
        receiver();
        Container container = runtime.container(runtime.bundle());
        container.create("--console-socket", socket()).fails(1, "cannot use console socket if");
        assertEquals(List.of(), runtime.leftovers());
    }

    // ---- the foreground ----

    private Command inTerminal(Container container) {
        return container.command("run").under(CPrograms.path("terminal"), 24, 80);
    }

    @Test
    void runInTheForegroundUsesTheCallersTerminal() {
        Container container = runtime.container(runtime.bundle().terminal()
                .script("tty; until [ \"$(stty size 2>&1)\" = '24 80' ]; do sleep 0.01; done; exit 3"));
        assertEquals("/dev/pts/0\r\nmodes unchanged\n", inTerminal(container).run().exits(3).stdout());
    }

    @Test
    void withoutATerminalTheCallerGetsLinesAsTheProgramWroteThem() {
        runtime.peer().skipIf(Peer.RUNC, "fails");
        assertEquals("one\ntwo\n", runtime.run(runtime.bundle().terminal().script("echo one; echo two")).succeeds()
                .stdout());
    }

    @Test
    void theWindowHasItsSizeBeforeTheProgramRuns() {
        runtime.peer().skipIf(Peer.RUNC, "sets it after the start");
        Container container = runtime.container(runtime.bundle().terminal().args("stty", "size"));
        assertEquals("24 80\r\nmodes unchanged\n", inTerminal(container).run().succeeds().stdout());
    }

    @Test
    void keysGoToTheContainerUntouched() {
        // Ctrl-C is a byte for the container's terminal, not a signal for the runtime
        Container container = runtime.container(runtime.bundle().terminal()
                .script("trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.1; done"));
        try (Running running = inTerminal(container).startInteractive().awaitOutput("ready")) {
            running.type("\003").awaitOutput("interrupted");
            assertTrue(running.waitFor().exits(5).stdout().endsWith("modes unchanged\n"));
        }
    }

    @Test
    void theContainersWindowFollowsTheCallers() {
        Container container = runtime.container(runtime.bundle().terminal()
                .script("echo ready; until [ \"$(stty size)\" = '31 150' ]; do sleep 0.02; done; echo larger"));
        try (Running running = inTerminal(container).start().awaitOutput("ready")) {
            running.signal("USR1").awaitOutput("larger").waitFor().succeeds();
        }
    }

    @Test
    void theTerminalsModesAreRestoredWhenTheContainerIsKilled() {
        Container container = runtime.container(runtime.bundle().terminal().script("echo ready; sleep 1000"));
        try (Running running = inTerminal(container).start().awaitOutput("ready")) {
            container.kill("KILL").succeeds();
            assertTrue(running.waitFor().exits(137).stdout().endsWith("modes unchanged\n"));
        }
    }

    @Test
    void theTerminalsModesAreRestoredWhenTheSetUpFails() {
        String missing = inTerminal(runtime.container(runtime.bundle().terminal().args("no-such-program"))).run()
                .exits(1).stdout();
        assertTrue(missing.contains("no-such-program") && missing.endsWith("modes unchanged\n"), missing);

        String unmounted = inTerminal(runtime.container(runtime.bundle().terminal().bind("/no/source", "/tmp"))).run()
                .exits(1).stdout();
        assertTrue(unmounted.contains("/no/source") && unmounted.endsWith("modes unchanged\n"), unmounted);
    }

    @Test
    void theTerminalsModesAreRestoredWhenTheRuntimeIsKilled() {
        runtime.peer().skipIf(Peer.RUNC, "leaves the terminal raw");
        Container container = runtime.container(runtime.bundle().terminal().script("echo ready; sleep 1000"));
        // The terminal's own program is a shell, as a user has one, that outlives the runtime.
        Command run = container.command("run").under(CPrograms.path("terminal"), 24, 80,
                "/bin/sh", "-c", "\"$@\" & echo pid $!; wait $!; sleep 0.3", "sh");
        try (Running running = run.start().awaitOutput("ready")) {
            String pid = running.stdout().replaceFirst("(?s).*pid ([0-9]+).*", "$1");
            Command.of("/bin/kill", "-s", "KILL", pid).run().succeeds();
            assertTrue(running.waitFor().stdout().endsWith("modes unchanged\n"), running::stdout);
        }
        container.delete("--force").succeeds();
    }

    @Test
    void withoutATerminalOfTheCallersTheContainerHasItsOwn() {
        runtime.peer().skipIf(Peer.RUNC, "fails");
        Container container = runtime.container(runtime.bundle().terminal().args("tty"));
        assertEquals("/dev/pts/0\n", container.run().succeeds().stdout());
    }
}
