package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What any call of the program promises: usage errors, logs, streams, and modest demands on its surroundings. */
class CommandLineIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path log() {
        return runtime.directory().resolve("log.json");
    }

    private Command logged(Object... words) {
        return runtime.command("--log", log(), "--log-format", "json").with(words);
    }

    // ---- usage ----

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "state | 1 | \"state\" requires exactly 1 argument(s)",
            "create a b | 1 | \"create\" requires exactly 1 argument(s)",
            "kill | 1 | \"kill\" requires a minimum of 1 argument(s)",
            "kill a 9 10 | 1 | \"kill\" requires a maximum of 2 argument(s)",
            "state --bogus a | 1 | flag provided but not defined: -bogus",
            "create --bundle | 1 | flag needs an argument: -bundle",
    })
    void aMisuseShowsHelpOnStandardOutputAndTheMistakeOnStandardError(String line, int status, String mistake) {
        runtime.peer().skipIf(Peer.CRUN, "has messages of its own");
        Result result = runtime.bareCommand((Object[]) line.split(" ")).run().exits(status);
        assertTrue(result.stdout().startsWith("Incorrect Usage"), result::toString);
        assertTrue(result.stdout().contains("\nUSAGE:\n"), result::toString);
        assertTrue(result.stderr().replace("\\\"", "\"").contains(mistake), result::toString);
    }

    @Test
    void anUnknownCommandHasAStatusOfItsOwn() {
        runtime.peer().skipIf(Peer.CRUN, "has messages of its own");
        runtime.bareCommand("frob").run().fails(3, "No help topic for 'frob'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "create", "run", "start", "state", "kill", "delete", "list", "spec", "features"})
    void helpIsNoError(String verb) {
        List<String> words = new ArrayList<>(verb.isEmpty() ? List.of() : List.of(verb));
        words.add("--help");
        Result result = runtime.bareCommand(words.toArray()).run().succeeds();
        assertTrue(result.stdout().contains(verb), result::toString);
        assertEquals("", result.stderr());
    }

    @Test
    void onlyOneDashIsEnough() {
        runtime.peer().skipIf(Peer.CRUN, "uses getopt");
        runtime.bareCommand("-root", runtime.stateRoot(), "-log-format=json", "state", "nobody").run()
                .fails(1, "{\"level\":\"error\",\"msg\":\"container does not exist\"");
    }

    // ---- logs ----

    @Test
    void aFailureIsExactlyOneJsonObjectInTheLog() throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "orders the keys in its own way");
        Result result = logged("state", "nobody").run().exits(1);
        assertEquals("container does not exist\n", result.stderr());
        assertEquals("", result.stdout());
        String text = Files.readString(log());
        assertEquals(1, text.lines().count(), text);
        JsonNode entry = Json.parse(text);
        assertEquals("error", entry.path("level").asText());
        assertEquals("container does not exist", entry.path("msg").asText());
        assertTrue(entry.path("time").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), text);
    }

    @Test
    void aFailedCreateIsExactlyOneJsonObjectInTheLog() throws IOException {
        Container container = runtime.container(runtime.bundle().args("/no/such/program"));
        container.bundle().write();
        Result result = logged("create", "--bundle", container.bundle().directory(), container.id()).run().exits(1);
        String text = Files.readString(log());
        assertEquals(1, text.lines().count(), text);
        assertTrue(Json.parse(text).path("msg").asText().contains("no such file or directory"), text);
        assertTrue(result.stderr().contains("no such file or directory"), result::toString);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theLogOfASuccessIsEmptyAndSoIsStandardError() throws IOException {
        Container container = runtime.container(runtime.bundle().args("true"));
        container.bundle().write();
        Result result = logged("run", "--bundle", container.bundle().directory(), container.id()).run().succeeds();
        assertEquals("", result.stderr());
        assertEquals("", Files.readString(log()));
    }

    @Test
    void withoutALogTheFailureIsOneLineOfText() {
        runtime.peer().skipIf(Peer.CRUN, "writes its name and nothing else before the message");
        Result result = runtime.command("state", "nobody").run().exits(1);
        assertTrue(result.stderr().matches("time=\"[^\"]+\" level=error msg=\"container does not exist\"\n"),
                result::toString);
    }

    // ---- identifiers and the state root ----

    @ParameterizedTest
    @ValueSource(strings = {"/x", "..", ".", "a/b", "a b", "a\\", "\u00e9", "a:b"})
    void anIdThatCannotBeADirectoryNameIsRefused(String id) {
        runtime.peer().skipIf(Peer.CRUN, "has messages of its own");
        runtime.command("state", id).run().fails(1, "invalid container ID format");
    }

    @Test
    void aStateRootThatIsNotThereIsAnErrorOnlyWhenNamed() {
        runtime.peer().skipIf(Peer.CRUN, "makes it");
        runtime.peer().skipIf(Peer.RUNC, "Debian's 1.1 takes it for an empty one; later releases do not");
        runtime.command("list").run().fails(1, "no such file or directory");
    }

    @Test
    void anEmptyStateRootIsAnEmptyTable() throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "has other columns");
        Files.createDirectories(runtime.stateRoot());
        Result result = runtime.command("list").run().succeeds();
        assertEquals("ID          PID         STATUS      BUNDLE      CREATED     OWNER\n", result.stdout());
        assertEquals("null\n", runtime.command("list", "--format", "json").run().succeeds().stdout());
        assertEquals("", runtime.command("list", "--quiet").run().succeeds().stdout());
    }

    @Test
    void listShowsWhatStateSaysAndWhoseItIs() {
        runtime.peer().skipIf(Peer.CRUN, "has other columns");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        JsonNode listed = runtime.command("list", "-f", "json").run().succeeds().json().path(0);
        JsonNode state = container.state();
        for (String key : List.of("ociVersion", "id", "pid", "status", "bundle", "rootfs", "created")) {
            assertEquals(state.path(key), listed.path(key), key);
        }
        assertEquals("root", listed.path("owner").asText());
        assertEquals("", state.path("owner").asText());
        assertEquals(container.id() + "\n", runtime.command("list", "-q").run().succeeds().stdout());
        String row = runtime.command("list").run().succeeds().stdout().lines().skip(1).findFirst().orElseThrow();
        assertEquals(List.of(container.id(), "" + container.pid(), "created"), List.of(row.split(" +")).subList(0, 3));
    }

    // ---- modest demands ----

    @ParameterizedTest
    @ValueSource(strings = {"exec <&-", "exec >&- 2>&-", "exec <&- >&- 2>&-", "cd \"$GONE\" && rmdir \"$GONE\"",
            "ulimit -n 16", "umask 0777"})
    void aVerbWorksIn(String surroundings) throws IOException {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        Path gone = Files.createDirectory(runtime.directory().resolve("gone"));
        runtime.command("start", container.id()).after(surroundings).withVariable("GONE", gone.toString()).run()
                .succeeds();
        assertEquals("running", container.status());
    }

    @Test
    void anEnvironmentWithNothingInItIsEnough() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.bundle().write();
        container.create().succeeds();
        for (Object[] words : new Object[][] {{"start"}, {"kill"}, {"delete", "--force"}}) {
            runtime.command(words).with(container.id()).withEnvironment(Map.of()).run().succeeds();
        }
    }
}
