package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many calls at once. */
class ConcurrencyIT {
    private static final Pattern TOO_LATE = Pattern.compile("container does not exist"
            + "|cannot exec in a (stopped container|container that is being created)");

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private static List<Result> all(List<Running> calls) {
        return calls.stream().map(Running::waitFor).toList();
    }

    private Running start(Container container, String verb) {
        return runtime.keep(container.command(verb).start());
    }

    @RepeatedTest(5)
    void theSameIdHasOneWinner() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 checks for the id and takes it in two steps");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        List<Running> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(start(container, "create"));
        }
        List<Result> results = all(calls);
        assertEquals(1, results.stream().filter(result -> result.exit() == 0).count(), results::toString);
        assertEquals("created", container.status());
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anIdInUseIsRefusedAndItsContainerUnharmed() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        container.command("create").run().fails(1, "already exists");
        assertEquals("running", container.status());
    }

    @Test
    void manyContainersAtOnceLeaveNothing() {
        List<Container> containers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            containers.add(runtime.container(runtime.bundle().args("sleep", "1000")));
        }
        all(containers.stream().map(container -> start(container, "create")).toList()).forEach(Result::succeeds);
        all(containers.stream().map(c -> runtime.keep(runtime.command("start", c.id()).start())).toList())
                .forEach(Result::succeeds);
        assertEquals(12, runtime.command("list", "-q").run().succeeds().stdout().lines().count());
        all(containers.stream().map(c -> runtime.keep(runtime.command("delete", "-f", c.id()).start())).toList())
                .forEach(Result::succeeds);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void stateCanBeReadWhileContainersComeAndGo() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.bundle().write();
        for (int round = 0; round < 5; round++) {
            Running create = start(container, "create");
            while (create.isAlive()) {
                Result state = runtime.command("state", container.id()).run();
                assertTrue(state.exit() == 0 || state.stderr().contains("does not exist"), state::toString);
            }
            create.waitFor().succeeds();
            container.delete("--force").succeeds();
        }
    }

    @Test
    void twoStartsHaveOneWinner() {
        runtime.peer().skipIf(Peer.RUNC, "the loser may wait for ever for what the winner has read");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        List<Running> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(runtime.keep(runtime.command("start", container.id()).start()));
        }
        List<Result> results = all(calls);
        assertTrue(results.stream().anyMatch(result -> result.exit() == 0), results::toString);
        assertEquals("running", container.status());
    }

    @Test
    void aHundredContainersAreCreatedUsedAndDeletedAtOnce() {
        runtime.peer().skipIf(Peer.RUNC, "takes long");
        int count = runtime.isOnJvm() ? 8 : 100;
        Bundle shared = runtime.bundle().remove("/linux/cgroupsPath").args("sleep", "1000").write();
        String bundle = shared.directory().toString();
        List<Running> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // one shell for the life of each, so that all steps of all of them mingle
            calls.add(runtime.keep(Command.of("sh", "-ec", """
                    "$@" create --bundle "$BUNDLE" "$ID" </dev/null >/dev/null 2>&1
                    "$@" start "$ID"
                    test "$("$@" exec "$ID" echo inside)" = inside
                    "$@" kill "$ID" KILL
                    "$@" delete --force "$ID"
                    """, "sh").with(runtime.binary(), "--root", runtime.stateRoot())
                    .withVariable("BUNDLE", bundle).withVariable("ID", runtime.newId())
                    .within(Duration.ofMinutes(2)).start()));
        }
        all(calls).forEach(Result::succeeds);
        assertEquals(List.of(), runtime.leftovers());
        assertEquals("", runtime.command("list", "-q").run().succeeds().stdout());
    }

    /** Runs containers that end at once, one after the other, and deletes them; ends if a delete fails. */
    private Running comeAndGo(String id) {
        Bundle bundle = runtime.bundle().args("true").write();
        return runtime.keep(Command.of("sh", "-ec", """
                for i in $(seq "$ROUNDS"); do
                    "$@" run --detach --bundle "$BUNDLE" "$ID" </dev/null >/dev/null 2>&1
                    "$@" delete --force "$ID"
                done
                """, "sh").with(runtime.binary(), "--root", runtime.stateRoot())
                .withVariable("ROUNDS", runtime.isOnJvm() ? "5" : "150")
                .withVariable("BUNDLE", bundle.directory().toString()).withVariable("ID", id)
                .within(Duration.ofMinutes(2)).start());
    }

    @Test
    void aListOfContainersThatComeAndGoIsNoReasonToWarn() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "warns of those that it finds and then does not");
        // a root that is named and not there is an error
        Files.createDirectories(runtime.stateRoot());
        Running others = comeAndGo(runtime.newId());
        while (others.isAlive()) {
            assertEquals("", runtime.command("list").run().succeeds().stderr());
        }
        others.waitFor().succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anExecThatRacesWithTheEndSaysThatItWasTooLate() {
        runtime.peer().skipIf(Peer.RUNC, "tells what it was doing just then");
        String id = runtime.newId();
        Running others = comeAndGo(id);
        while (others.isAlive()) {
            Result exec = runtime.command("exec", id, "true").run();
            assertTrue(exec.exit() == 0 || exec.exit() == 137 || TOO_LATE.matcher(exec.stderr()).find(),
                    exec::toString);
        }
        others.waitFor().succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @RepeatedTest(10)
    void everyVerbMayRaceWithEveryOther() {
        runtime.peer().skipIf(Peer.RUNC, "takes no locks");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        List<Running> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(start(container, "create"));
            calls.add(runtime.keep(runtime.command("delete", "--force", container.id()).start()));
        }
        for (String verb : List.of("start", "state", "pause", "resume", "ps")) {
            calls.add(runtime.keep(runtime.command(verb, container.id()).start()));
        }
        calls.add(runtime.keep(runtime.command("exec", container.id(), "true").start()));
        calls.add(runtime.keep(runtime.command("kill", container.id(), "KILL").start()));
        all(calls);
        runtime.command("delete", "--force", container.id()).run().succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @RepeatedTest(10)
    void deleteMayRaceWithTheEnd() {
        Container container = runtime.container(runtime.bundle().script("read word </go"));
        Path go = container.bundle().rootfs("go");
        Command.of("mkfifo", go).run().succeeds();
        container.createAndStart();
        Running end = runtime.keep(Command.of("sh", "-c", "echo word >" + go).start());
        Running delete = runtime.keep(runtime.command("delete", "--force", container.id()).start());
        delete.waitFor().succeeds();
        end.close();
        assertEquals(List.of(), runtime.leftovers());
    }
}
