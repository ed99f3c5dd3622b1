package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pause} and {@code resume}. */
@Tag("guest")
class PauseIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Result call(String verb, Container container) {
        return runtime.command(verb, container.id()).run();
    }

    private Container ticking() {
        Container container = runtime.container(
                runtime.bundle().script("i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done"));
        return container.createAndStart().awaitOutput("1\n");
    }

    @Test
    void aPausedContainerStandsStillUntilItIsResumed() throws InterruptedException {
        Container container = ticking();
        Result paused = call("pause", container).succeeds();
        assertEquals("", paused.stdout() + paused.stderr());
        assertEquals("paused", container.status());
        String seen = container.stdout();
        Thread.sleep(300);
        assertEquals(seen, container.stdout());
        long lines = seen.lines().count();

        Result resumed = call("resume", container).succeeds();
        assertEquals("", resumed.stdout() + resumed.stderr());
        assertEquals("running", container.status());
        container.awaitOutput("\n" + (lines + 3) + "\n");
    }

    @Test
    void onlyARunningContainerCanBePausedAndOnlyAPausedOneResumed() {
        Container container = ticking();
        call("resume", container).fails(1, "container not paused");
        call("pause", container).succeeds();
        call("pause", container).fails(1, "container not running");
        call("resume", container).succeeds();
        container.kill("KILL").succeeds();
        container.await("stopped");
        call("pause", container).fails(1, "container not running");
        call("resume", container).fails(1, "container not paused");
    }

    @Test
    void aCreatedContainerCanBePaused() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        call("pause", container).succeeds();
        assertEquals("paused", container.status());
        container.start().fails(1, "cannot start a container in the paused state");
        call("resume", container).succeeds();
        assertEquals("created", container.status());
        container.start().succeeds();
    }

    @Test
    void sigkillEndsAPausedContainer() {
        Container container = ticking();
        call("pause", container).succeeds();
        container.kill("KILL").succeeds();
        assertEquals(128 + 9, container.exitStatus());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPausedContainerThatSharesItsPidNamespaceEndsAsAWhole(boolean byDelete) {
        runtime.peer().skipIf(Peer.RUNC, "leaves processes behind, frozen in newer releases");
        Container container = runtime.container(runtime.bundle().withoutNamespace("pid")
                .script("sleep 1000 & sleep 1000")).createAndStart();
        int child = Eventually.value("a child", () -> Proc.childOf(container.pid()));
        call("pause", container).succeeds();
        if (byDelete) {
            container.delete("--force").succeeds();
        } else {
            container.kill("KILL").succeeds();
        }
        assertEquals(128 + 9, container.exitStatus());
        Eventually.holds("the child has ended", () -> !Proc.isAlive(child));
    }

    @Test
    void aPausedContainerCanBeDeletedByForce() {
        Container container = ticking();
        call("pause", container).succeeds();
        container.delete().fails(1, "that is not stopped: paused");
        container.delete("--force").succeeds();
    }

    @Test
    void withTheFlagAnExecInAPausedContainerWaitsUntilItIsResumed() {
        runtime.peer().skipIf(Peer.CRUN, "does not know the flag");
        Container container = ticking();
        call("pause", container).succeeds();
        int before = processes(container);
        try (Running exec = runtime.command("exec", "--ignore-paused", container.id(), "echo", "done").start()) {
            Eventually.holds("it has come to the container", () -> processes(container) > before);
            assertEquals("", exec.stdout());
            call("resume", container).succeeds();
            assertEquals("done\n", exec.waitFor().succeeds().stdout());
        }
    }

    private int processes(Container container) {
        return runtime.command("ps", "--format", "json", container.id()).run().succeeds().json().size();
    }

    @Test
    void execInAPausedContainerNeedsAFlag() {
        Container container = ticking();
        call("pause", container).succeeds();
        container.exec("true").fails(255, "cannot exec in a paused container");
        call("resume", container).succeeds();
        container.exec("true").succeeds();
    }
}
