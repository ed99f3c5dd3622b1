package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} in the foreground: signals go to the container, its end comes back as the exit status. */
class SignalsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Running runInForeground(Container container) {
        return container.command("run").start();
    }

    @ParameterizedTest
    @CsvSource({"HUP, 1", "INT, 2", "QUIT, 3", "USR1, 10", "USR2, 12", "CONT, 18"})
    void aSignalIsForwarded(String name, int number) {
        assumeFalse(name.equals("QUIT") && runtime.isOnJvm(), "a JVM keeps SIGQUIT for itself");
        Container container = runtime.container(runtime.bundle().args("signaler"));
        try (Running running = runInForeground(container).awaitOutput("ready")) {
            running.signal(name).awaitOutput("signal " + number + "\n");
            running.signal("TERM").waitFor().succeeds();
        }
    }

    @Test
    void severalSignalsArriveInTheirOrder() {
        Container container = runtime.container(runtime.bundle().args("signaler", "9"));
        try (Running running = runInForeground(container).awaitOutput("ready")) {
            running.signal("USR1").awaitOutput("signal 10\n").signal("USR2").awaitOutput("signal 12\n").signal("TERM");
            // SIGURG (23) is how a Go program interrupts itself; runc 1.1.5 forwards it now and then
            String received = running.waitFor().exits(9).stdout().replace("signal 23\n", "");
            assertEquals("ready\nsignal 10\nsignal 12\nsignal 15\n", received);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 42, 127, 255})
    void theExitStatusIsTheContainers(int status) {
        runtime.run(runtime.bundle().script("exit " + status)).exits(status);
    }

    @ParameterizedTest
    @CsvSource({"KILL, 9", "SEGV, 11", "ABRT, 6"})
    void anEndBySignalIs128More(String name, int number) {
        // busybox's shell leaves these at their default, which the kernel honours for signals from outside
        runtime.run(runtime.bundle().withoutNamespace("pid").script("kill -" + name + " $$")).exits(128 + number);
    }

    @Test
    void aKillFromOutsideIs137() {
        Container container = runtime.container(runtime.bundle().script("echo up; sleep 1000"));
        try (Running running = runInForeground(container).awaitOutput("up")) {
            container.kill("KILL").succeeds();
            running.waitFor().exits(137);
        }
    }

    @Test
    void theContainerIsGoneAfterItsEnd() {
        Container container = runtime.container(runtime.bundle());
        container.run().succeeds();
        runtime.command("state", container.id()).run().fails(1, "container does not exist");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void keepLeavesTheStoppedContainer() {
        runtime.peer().skipIf(Peer.CRUN, "1.8.1 keeps with another flag");
        Container container = runtime.container(runtime.bundle().script("exit 4"));
        container.run("--keep").exits(4);
        assertEquals("stopped", container.status());
        container.delete().succeeds();
    }

    @Test
    void zombiesOfTheContainerAreTheContainersOwnBusiness() {
        // pid 1 of the container is the program; the runtime waits for it and nothing else
        Container container = runtime.container(runtime.bundle().script("(sleep 1000 &) ; exit 5"));
        container.run().exits(5);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aDetachedRunReturnsAtOnceWithSuccess() {
        Container container = runtime.container(runtime.bundle().script("sleep 0.2; exit 6"));
        container.runDetached().succeeds();
        assertEquals(6, container.exitStatus());
        assertEquals("stopped", container.await("stopped").status());
    }
}
