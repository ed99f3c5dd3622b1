package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service manager's NOTIFY_SOCKET: the container gets one of its own, and says through it when it is ready. */
class NotifySocketIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path manager() {
        return runtime.directory().resolve("manager");
    }

    /** Prints each message on a line. */
    private Running listening() {
        return runtime.keep(Command.of(CPrograms.path("notifyrecv"), manager()).start()).awaitOutput("listening\n");
    }

    private Command notified(Command command) {
        return command.withVariable("NOTIFY_SOCKET", manager().toString());
    }

    private Container container(String... words) {
        runtime.peer().skipIf(Peer.CRUN, "passes the manager's own socket");
        return runtime.container(runtime.bundle().args(words));
    }

    @Test
    void theContainerHasASocketOfItsOwn() {
        runtime.peer().skipIf(Peer.RUNC, "waits for it to be ready, and for nothing else, in the foreground");
        Running manager = listening();
        Container container = container("sh", "-c",
                "echo $NOTIFY_SOCKET; grep ' /run/notify ' /proc/self/mountinfo | cut -d ' ' -f 6");
        String[] said = notified(container.command("run")).run().succeeds().stdout().split("\n");
        assertEquals("/run/notify/notify.sock", said[0]);
        assertTrue(said[1].startsWith("ro,nosuid,nodev,noexec"), said[1]);
        assertEquals("listening\n", manager.stdout());
    }

    @Test
    void startWaitsUntilTheContainerIsReadyAndNamesItsProcess() {
        Running manager = listening();
        Container container = container("notifysend", "STATUS=soon", "READY=1");
        notified(container.command("create")).run().succeeds();
        int pid = container.state().path("pid").asInt();
        notified(runtime.command("start", container.id())).run().succeeds();
        manager.awaitOutput("MAINPID=" + pid + "\n");
        assertTrue(manager.stdout().contains("READY=1\n"), manager::stdout);
        assertFalse(manager.stdout().contains("STATUS"), manager::stdout);
    }

    @Test
    void theContainerMaySayAsMuchAsItLikesBefore() {
        Running manager = listening();
        List<String> words = new ArrayList<>(Collections.nCopies(1000, "STATUS=soon"));
        words.addFirst("notifysend");
        words.addLast("READY=1");
        Container container = container(words.toArray(String[]::new));
        notified(container.command("create")).run().succeeds();
        notified(runtime.command("start", container.id())).run().succeeds();
        manager.awaitOutput("READY=1\n");
    }

    @Test
    void runDetachedWaitsToo() {
        Running manager = listening();
        Container container = container("notifysend", "READY=1");
        notified(container.command("run", "--detach")).run().succeeds();
        manager.awaitOutput("READY=1\n");
        manager.awaitOutput("MAINPID=");
    }

    @Test
    void inTheForegroundTheRuntimeIsTheProcessToWatch() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 names none");
        Running manager = listening();
        Container container = container("notifysend", "READY=1");
        try (Running run = notified(container.command("run")).start()) {
            manager.awaitOutput("MAINPID=" + run.pid() + "\n");
            container.kill("KILL").succeeds();
            assertEquals(137, run.waitFor().exit());
        }
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aContainerThatEndsWithoutAWordIsNotWaitedFor() {
        Running manager = listening();
        Container container = container("true");
        notified(container.command("create")).run().succeeds();
        notified(runtime.command("start", container.id())).run().succeeds();
        assertEquals("listening\n", manager.stdout());
        Eventually.holds("stopped", () -> container.status().equals("stopped"));
    }

    @Test
    void aManagerThatDoesNotListenIsNamed() {
        runtime.peer().skipIf(Peer.RUNC, "says it in other words");
        Container container = container("true");
        notified(container.command("create")).run().succeeds();
        notified(runtime.command("start", container.id())).run().fails(1, "NOTIFY_SOCKET " + manager());
        assertEquals("created", container.status());
    }
}
