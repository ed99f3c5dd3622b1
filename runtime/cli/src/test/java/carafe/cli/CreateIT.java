package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code create} and {@code run} take, and what {@code create} leaves for the verbs that follow. */
class CreateIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"create", "run"})
    void theBundleIsTheWorkingDirectoryUnlessItIsNamed(String verb) {
        Bundle bundle = runtime.bundle().write();
        String id = runtime.newId();
        runtime.command(verb, id).in(bundle.directory()).run().succeeds();
        if (verb.equals("create")) {
            assertEquals(bundle.directory().toString(),
                    runtime.command("state", id).run().succeeds().json().path("bundle").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({"--bundle", "-bundle", "-b"})
    void theBundleMayBeRelative(String flag) {
        Bundle bundle = runtime.bundle().write();
        runtime.command("run", flag, bundle.directory().getFileName(), runtime.newId())
                .in(bundle.directory().getParent()).run().succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "auto", "1", "F"})
    void rootlessIsAnyWordThatGoReadsAsABoolean(String word) {
        runtime.peer().skipIf(Peer.CRUN, "has a list of words of its own");
        runtime.bareCommand("--root", runtime.stateRoot(), "--rootless=" + word, "run", "--bundle",
                runtime.bundle().write().directory(), runtime.newId()).run().succeeds();
    }

    @Test
    void anotherWordForRootlessIsRefused() {
        runtime.peer().skipIf(Peer.CRUN, "takes every word");
        runtime.bareCommand("--root", runtime.stateRoot(), "--rootless", "maybe", "run", "--bundle",
                runtime.bundle().write().directory(), runtime.newId()).run().fails(1, "maybe");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theFlagOfOlderCallersForCriuIsTaken() {
        runtime.peer().skipIf(Peer.CRUN, "has no such flag");
        runtime.bareCommand("--criu", "/nowhere/criu", "--root", runtime.stateRoot(), "run", "--bundle",
                runtime.bundle().write().directory(), runtime.newId()).run().succeeds();
    }

    @Test
    void theCallerNeedNotBecomeASubreaper() {
        Container container = runtime.container(runtime.bundle().script("exit 7"));
        container.run("--no-subreaper").exits(7);
    }

    @Test
    void theStateIsForRootAndTheFifoForTheContainer() throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "keeps other files");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        Path state = runtime.stateRoot().resolve(container.id());
        assertEquals("rwx--x--x", modeOf(state));
        assertEquals("rw-------", modeOf(state.resolve("state.json")));
        assertEquals("rw--w--w-", modeOf(state.resolve("exec.fifo")));
        container.start().succeeds();
        assertEquals(false, Files.exists(state.resolve("exec.fifo")));
    }

    @Test
    void anyReaderOfTheFifoLetsTheProgramRun() {
        runtime.peer().skipIf(Peer.CRUN, "keeps other files");
        Container container = runtime.container(runtime.bundle().script("echo runs; sleep 1000"));
        container.create().succeeds();
        Path fifo = runtime.stateRoot().resolve(container.id()).resolve("exec.fifo");
        assertEquals("0", Command.of("cat", fifo).run().succeeds().stdout());
        container.awaitOutput("runs");
    }

    /** In a mount namespace with a /run of its own. */
    @Test
    void theStateIsInRunUnlessTheRootIsNamed() {
        runtime.peer().skipIf(Peer.CRUN, "keeps other files");
        Bundle bundle = runtime.bundle().args("sleep", "1000").write();
        String script = "mount -t tmpfs none /run && \"$0\" create --bundle \"$1\" \"$2\" </dev/null >/dev/null 2>&1"
                + " && cd /run/* && echo \"$PWD\" * && \"$0\" delete --force \"$2\" && ls /run/*";
        String id = runtime.newId();
        String name = runtime.peer().expect("carafe", Peer.RUNC, "runc");
        Command command = Command.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, runtime.binary(),
                bundle.directory(), id);
        assertEquals("/run/" + name + " " + id + "\n", command.run().succeeds().stdout());
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
