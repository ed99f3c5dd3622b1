package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Called through a link named {@code runc}, put in its place, the program says in runc's words what differs. */
class RuncNameIT {
    private static final String REFUSED = "exec /run.sh: no such file or directory\n";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path link;

    @BeforeEach
    void inPlaceOfRunc() throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "has words of its own under every name");
        link = Files.createSymbolicLink(runtime.ownedByCaller("sbin").resolve("runc"), runtime.binary());
    }

    private Command runc(Object... words) {
        return Command.of(link).with("--root", runtime.stateRoot()).with(words);
    }

    /** Holds a script that is there and executable, but whose interpreter is not. */
    private Bundle unexecutable() throws IOException {
        Bundle bundle = runtime.bundle();
        Path script = Files.writeString(bundle.rootfs("/run.sh"), "#!/no/such/interpreter\n");
        assertTrue(script.toFile().setExecutable(true, false));
        return bundle;
    }

    @Test
    void theVersionIsThatOfRunc() {
        assertTrue(runc("--version").run().succeeds().stdout().startsWith("runc version "));
    }

    @Test
    void runOfARefusedProgramWritesOneBareLine() throws IOException {
        Container container = runtime.container(unexecutable().args("/run.sh"));
        container.bundle().write();
        Result result = runc("run", "--bundle", container.bundle().directory(), container.id()).run();
        assertTrue(result.exit() != 0, result::toString);
        assertEquals(REFUSED, result.stderr());
        assertEquals("", result.stdout());
    }

    @Test
    void execOfARefusedProgramWritesOneBareLine() throws IOException {
        Container container = runtime.container(unexecutable().args("sleep", "1000")).createAndStart();
        Result result = runc("exec", container.id(), "/run.sh").run().exits(runtime.peer().expect(255, Peer.RUNC, 1));
        assertEquals(REFUSED, result.stderr());
    }

    @Test
    void theLogStillTellsWhyTheProgramWasRefused() throws IOException {
        runtime.peer().onlyCarafe("has no log left by the time");
        Container container = runtime.container(unexecutable().args("/run.sh"));
        container.bundle().write();
        Path log = runtime.directory().resolve("log");
        Result result = runc("--log", log, "--log-format", "json", "run", "--bundle",
                container.bundle().directory(), container.id()).run().exits(1);
        assertEquals(REFUSED, result.stderr());
        JsonNode entry = Json.parse(Files.readString(log));
        assertEquals("runc run failed: exec /run.sh: no such file or directory (ENOENT)"
                + " (the program's interpreter or loader is missing)", entry.path("msg").asText());
        assertEquals("/process/args", entry.path("pointer").asText());
    }

    @Test
    void startOfARefusedProgramFails() throws IOException {
        runtime.peer().onlyCarafe("start returns before the program is executed");
        Container container = runtime.container(unexecutable().args("/run.sh"));
        container.create().succeeds();
        assertEquals(REFUSED, runc("start", container.id()).run().exits(1).stderr());
        assertEquals("stopped", container.await("stopped").status());
    }
}
