package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill ID [SIGNAL]}. */
class KillIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Container signaler() {
        return runtime.container(runtime.bundle().args("signaler")).createAndStart().awaitOutput("ready");
    }

    @ParameterizedTest
    @CsvSource({"USR1, 10", "SIGUSR1, 10", "sigusr1, 10", "usr1, 10", "10, 10", "HUP, 1", "1, 1", "SIGWINCH, 28"})
    void aSignalIsANameOrANumber(String signal, int number) {
        Container container = signaler();
        container.kill(signal).succeeds();
        container.awaitOutput("signal " + number + "\n");
    }

    @Test
    void theDefaultIsSigterm() {
        Container container = signaler();
        container.kill().succeeds();
        container.awaitOutput("signal 15\n");
        assertEquals(0, container.exitStatus());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOSUCH", "SIG", "9x", "-1"})
    void anUnknownSignalIsNamed(String signal) {
        Container container = signaler();
        container.kill("--", signal).exits(1);
        assertEquals("running", container.status());
    }

    @Test
    void anUnknownNameGivesTheKnownWords() {
        signaler().kill("NOSUCH").fails(1, "unknown signal \"NOSUCH\"");
    }

    @Test
    void aCreatedContainerCanBeKilled() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        container.kill("KILL").succeeds();
        assertEquals(137, container.exitStatus());
        container.await("stopped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "QUIT", "TERM"})
    void aContainerThatWaitsForItsStartEndsOnSignalsThatAskForIt(String signal) {
        runtime.peer().skipIf(Peer.CRUN, "waits on");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        container.kill(signal).succeeds();
        container.await("stopped");
    }

    @Test
    void whatEndsAWaitingContainerIsToldByItsStatus() {
        runtime.peer().skipIf(Peer.CRUN, "waits on");
        runtime.peer().skipIf(Peer.RUNC, "ends with 2");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        container.kill().succeeds();
        assertEquals(128 + 15, container.exitStatus());
    }

    @Test
    void aStoppedContainerCannot() {
        Container container = runtime.container(runtime.bundle()).createAndStart();
        assertEquals(0, container.exitStatus());
        container.await("stopped");
        container.kill("KILL").fails(1, "container not running");
        container.kill("0").fails(1, "container not running");
    }

    @Test
    void withAllAStoppedContainerIsNoError() {
        Container container = runtime.container(runtime.bundle()).createAndStart();
        assertEquals(0, container.exitStatus());
        container.await("stopped");
        runtime.command("kill", "--all", container.id(), "KILL").run().succeeds();
    }

    @Test
    void anUnknownContainerDoesNotExist() {
        runtime.command("kill", runtime.newId(), "KILL").run().fails(1, "container does not exist");
    }

    @Test
    void killAllOfASharedPidNamespaceReachesEveryProcess() {
        Container container = runtime.container(runtime.bundle().withoutNamespace("pid")
                .script("sleep 1000 & sleep 1000")).createAndStart();
        int child = Eventually.value("a child", () -> Proc.childOf(container.pid()));
        runtime.command("kill", "--all", container.id(), "KILL").run().succeeds();
        assertEquals(137, container.exitStatus());
        Eventually.holds("the child has ended", () -> !Proc.isAlive(child));
    }

    @Test
    void aSharedPidNamespaceIsKilledHoweverSoonItsFirstProcessIsCollected() {
        for (int i = 0; i < 20; i++) {
            // several processes take long enough to kill for the engine to collect the first
            Container container = runtime.container(runtime.bundle().withoutNamespace("pid")
                    .script("for i in 1 2 3 4 5; do sleep 1000 & done; echo ready; sleep 1000"))
                    .createAndStart().awaitOutput("ready");
            container.kill("KILL").succeeds();
            assertEquals(137, container.exitStatus());
            container.delete().succeeds();
        }
    }

    @Test
    void killReachesWhatAFirstProcessLeftBehindInASharedPidNamespace() {
        runtime.peer().skipIf(Peer.RUNC, "releases before 1.2 leave such processes alone");
        runtime.peer().skipIf(Peer.CRUN, "leaves such processes alone");
        Container container = runtime.container(runtime.bundle().withoutNamespace("pid")
                .script("sleep 1000 & sleep 1000")).createAndStart();
        int child = Eventually.value("a child", () -> Proc.childOf(container.pid()));
        container.kill("TERM").succeeds();
        assertEquals(128 + 15, container.exitStatus());
        container.await("stopped");
        assertTrue(Proc.isAlive(child));
        container.kill("TERM").fails(1, "container not running");
        container.kill("KILL").succeeds();
        Eventually.holds("the child has ended", () -> !Proc.isAlive(child));
        Eventually.holds("nobody is left to kill", () -> container.kill("KILL").exit() == 1);
    }

    @Test
    void deleteForceOfASharedPidNamespaceLeavesNoProcess() {
        Container container = runtime.container(runtime.bundle().withoutNamespace("pid")
                .script("sleep 1000 & sleep 1000")).createAndStart();
        int child = Eventually.value("a child", () -> Proc.childOf(container.pid()));
        container.delete("--force").succeeds();
        Eventually.holds("the child has ended", () -> !Proc.isAlive(child));
        assertFalse(Proc.isAlive(container.pid()));
    }
}
