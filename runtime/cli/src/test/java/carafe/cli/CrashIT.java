package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The runtime, or the process it sets up, is killed at any moment: nothing stays that delete --force cannot remove. */
class CrashIT {
    private static final int ROUNDS = 20;
    private static final String RUNC = "leaves cgroups and processes when it is killed before it wrote its state";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** Longer each round, so that the rounds are spread over all of it. */
    private static void waitFor(RepetitionInfo round, long nanosecondsOfAll) {
        LockSupport.parkNanos(nanosecondsOfAll * round.getCurrentRepetition() / ROUNDS);
    }

    private static long nanoseconds(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return System.nanoTime() - began;
    }

    private Container container() {
        return runtime.container(runtime.bundle().args("sleep", "1000")
                .namespace("user").uidMapping(0, 4_800_000, 65536).gidMapping(0, 4_800_000, 65536));
    }

    /** From a subreaper, so that no process can hide. */
    private Running call(Container container, String verb) {
        return container.command(verb).under(CPrograms.path("reaper"), "-", "/dev/null", "/dev/null").start();
    }

    private static int child(int pid) {
        return Eventually.value("a child of " + pid, () -> Proc.childOf(pid));
    }

    private long durationOfCreate() {
        Container whole = container();
        long duration = nanoseconds(() -> whole.command("create").run().succeeds());
        whole.delete("--force").succeeds();
        return duration;
    }

    @RepeatedTest(ROUNDS)
    void aRuntimeKilledDuringCreateLeavesNothingAfterDeleteForce(RepetitionInfo round) {
        runtime.peer().onlyCarafe(RUNC);
        long duration = durationOfCreate();
        Container container = container();
        try (Running reaper = call(container, "create")) {
            int pid = child(reaper.pid());
            waitFor(round, duration);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            reaper.awaitOutput("runtime ");

            container.delete("--force").succeeds();
            Eventually.holds("no process is left", () -> !reaper.isAlive());
            assertEquals(List.of(), runtime.leftovers());
        }
    }

    @RepeatedTest(ROUNDS)
    void aSetUpProcessKilledDuringCreateFailsItAndLeavesNothing(RepetitionInfo round) {
        long duration = durationOfCreate();
        Container container = container();
        try (Running reaper = call(container, "create")) {
            int pid = child(reaper.pid());
            waitFor(round, duration);
            Optional<Integer> servant = Proc.childOf(pid);
            servant.flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
            reaper.awaitOutput("runtime exited ");

            if (reaper.stdout().contains("runtime exited 1")) {
                Eventually.holds("no process is left", () -> !reaper.isAlive());
                assertEquals(List.of(), runtime.leftovers());
            } else {
                container.delete("--force").succeeds();
                assertEquals(List.of(), runtime.leftovers());
            }
        }
    }

    @Test
    void aRuntimeKilledInTheForegroundLeavesAContainerThatCanBeDeleted() {
        Container container = runtime.container(runtime.bundle().script("echo up; sleep 1000"));
        try (Running running = container.command("run").start().awaitOutput("up")) {
            running.signal("KILL").waitFor();
            container.delete("--force").succeeds();
            assertEquals(List.of(), runtime.leftovers());
        }
    }

    @RepeatedTest(5)
    void aRuntimeKilledDuringDeleteCanDeleteAgain(RepetitionInfo round) {
        Container container = container();
        container.create().succeeds();
        try (Running delete = runtime.command("delete", "--force", container.id()).start()) {
            LockSupport.parkNanos(2_000_000L * round.getCurrentRepetition());
            // if it has ended by now, that is one of the moments, too
            Command.of("/bin/kill", "-s", "KILL", delete.pid()).run();
            delete.waitFor();
        }
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anInitStoppedBySigstopIsDeleted() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Command.of("/bin/kill", "-s", "STOP", container.pid()).run().succeeds();
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aRuntimeKilledByItsParentsDeathLeavesNothing() {
        runtime.peer().onlyCarafe(RUNC);
        // As containerd's shim starts it: PR_SET_PDEATHSIG with SIGKILL
        Container container = container();
        container.command("create").under("/usr/bin/setpriv", "--pdeathsig", "KILL", "--")
                .under("/bin/sh", "-c", "\"$@\" & sleep 0.004; kill -9 $$", "sh").run();
        assertTrue(container.delete("--force").succeeds().stdout().isEmpty());
        assertEquals(List.of(), runtime.leftovers());
    }
}
