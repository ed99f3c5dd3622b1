package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, bundles and sockets on the command line that cannot be: one line, exit status 1 and nothing left behind. */
class BadArgumentsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private void assertRefused(Result result, Object... words) {
        assertEquals(1, result.exit(), result::toString);
        assertEquals("", result.stdout());
        assertEquals(1, result.stderr().lines().count(), result::toString);
        for (Object word : words) {
            assertTrue(result.stderr().contains(word.toString()), () -> "no \"" + word + "\" in:" + result);
        }
        assertEquals(List.of(), runtime.leftovers());
    }

    private Result create(Object bundle, String id) {
        return runtime.command("create", "--bundle", bundle, id).run();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "../up", "spa ce", "new\nline", "ünder", "semi;colon", "a*"})
    void anIdWithOtherCharactersIsRefused(String id) {
        assertRefused(create(runtime.bundle().write().directory(), id), "invalid container ID format");
    }

    @Test
    void anEmptyIdIsRefused() {
        assertRefused(create(runtime.bundle().write().directory(), ""), "container id cannot be empty");
    }

    @Test
    void anIdInUseIsRefusedAndTheContainerUnharmed() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        container.command("create").run().fails(1, "already exists");
        assertEquals("running", container.status());
    }

    @Test
    void aBundleThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(runtime.directory().resolve("file"), "");
        assertRefused(create(file, runtime.newId()), file);
    }

    @Test
    void aBundleThatIsNotThereIsNamed() {
        Path missing = runtime.directory().resolve("missing");
        assertRefused(create(missing, runtime.newId()), missing, "no such file or directory");
    }

    @Test
    void aConsoleSocketNobodyListensOnIsNamed() throws IOException {
        Bundle bundle = runtime.bundle().terminal();
        Path missing = runtime.directory().resolve("console.sock");
        Path file = Files.writeString(runtime.directory().resolve("file"), "");
        assertRefused(runtime.container(bundle).command("create", "--console-socket", missing).run(), missing);
        assertRefused(runtime.container(bundle).command("create", "--console-socket", file).run(), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "start", "kill", "delete", "create", "run"})
    void aMissingIdIsAUsageError(String verb) {
        Result result = runtime.command(verb).run().exits(1);
        assertTrue((result.stdout() + result.stderr()).contains("requires"), result::toString);
    }

    @Test
    void anUnknownFlagIsNamed() {
        Result result = runtime.command("create", "--no-such-flag", runtime.newId()).run().exits(1);
        assertTrue((result.stdout() + result.stderr()).contains("no-such-flag"), result::toString);
    }
}
