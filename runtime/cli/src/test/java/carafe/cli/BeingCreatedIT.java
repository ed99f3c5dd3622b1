package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others find while a create takes its time: no container; and how a forced delete ends one that is stuck. */
class BeingCreatedIT {
    private static final String RUNC = "removes the state directory and leaves cgroup and processes behind";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path file(String name) {
        return runtime.directory().resolve(name);
    }

    /** With a hook that says when it runs, and then waits for leave to go on. */
    private Container held(String kind) {
        return runtime.container(runtime.bundle().args("sleep", "1000").hook(kind, "/bin/sh", "-c",
                "touch %s; while [ ! -e %s ]; do sleep 0.01; done".formatted(file("held"), file("leave"))));
    }

    private void awaitHook() {
        Eventually.holds("the hook runs", () -> Files.exists(file("held")));
    }

    private Running createUpToHook(Container container) {
        Running create = runtime.keep(container.command("create").start());
        awaitHook();
        return create;
    }

    @Test
    void itDoesNotExistYet() throws IOException {
        Container container = held("createRuntime");
        Running create = createUpToHook(container);
        for (String verb : List.of("state", "kill", "ps", "start", "pause", "resume", "delete", "events --stats",
                "exec", "update --pids-limit 5", "checkpoint")) {
            Command command = runtime.command((Object[]) verb.split(" ")).with(container.id());
            Result result = (verb.equals("exec") ? command.with("true") : command).run();
            assertEquals(verb.equals("exec") ? 255 : 1, result.exit(), result::toString);
            assertTrue(result.stderr().contains("container does not exist"), result::toString);
        }
        assertEquals("", runtime.command("list", "--quiet").run().succeeds().stdout());

        Files.createFile(file("leave"));
        create.waitFor().succeeds();
        assertEquals("created", container.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prestart", "createRuntime", "createContainer"})
    void aForcedDeleteEndsAHookThatHangs(String kind) {
        runtime.peer().onlyCarafe(RUNC);
        Container container = held(kind);
        Running create = createUpToHook(container);
        container.delete("--force").succeeds();
        // a createContainer hook is in the container's pid namespace, and may be killed with it
        create.waitFor().fails(1, "error running " + kind + " hook #0: "
                + (kind.equals("createContainer") ? "" : "the container was killed while /bin/sh ran"));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aForcedDeleteEndsAStartContainerHookThatHangs() {
        runtime.peer().onlyCarafe("runc's start returns before the hook has run");
        Container container = runtime.container(runtime.bundle().bind(runtime.directory(), "/log")
                .hook("startContainer", "/bin/sh", "-c", "touch /log/held; sleep 1000"));
        container.create().succeeds();
        Running start = runtime.keep(runtime.command("start", container.id()).start());
        awaitHook();
        container.delete("--force").succeeds();
        start.waitFor().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aForcedDeleteEndsACreateThatIsStuckItself() {
        runtime.peer().onlyCarafe(RUNC);
        Container container = held("createRuntime");
        Running create = createUpToHook(container);
        create.signal("STOP");
        container.delete("--force").succeeds();
        create.waitFor().exits(137);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aDeleteSaysWhoItWaitsForInVain() {
        runtime.peer().onlyCarafe("others have no lock");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        try (Running holder = Command.of("/usr/bin/flock", "--no-fork", runtime.stateRoot().resolve(container.id()),
                "sh", "-c", "echo locked; exec sleep 1000").start().awaitOutput("locked")) {
            container.delete("--force").fails(1, "container " + container.id() + " is being changed by process "
                    + holder.pid() + ", which has not come to an end for 10 s");
        }
        container.delete("--force").succeeds();
    }

    @Test
    void aDeleteWithoutForceRemovesWhatACreateHasLeftThatWasKilled() {
        runtime.peer().onlyCarafe(RUNC);
        Container container = held("createRuntime");
        Running create = createUpToHook(container);
        create.signal("KILL").waitFor();
        runtime.command("state", container.id()).run().fails(1, "container does not exist");
        container.delete().fails(1, "container does not exist");
        assertEquals(List.of(), runtime.leftovers());
    }
}
