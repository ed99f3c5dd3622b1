package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --log} and {@code --log-format}, as engines read them. */
class LogFormatIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path log() {
        return runtime.directory().resolve("log");
    }

    @Test
    void anErrorIsOneJsonObjectInTheLogAndABareLineOnStderr() throws IOException {
        Result result = runtime.command("--log", log(), "--log-format", "json", "state", runtime.newId())
                .run().exits(1);

        List<JsonNode> entries = Json.parseLines(Files.readString(log()));
        assertEquals(1, entries.size());
        assertEquals("error", entries.getFirst().path("level").asText());
        assertEquals("container does not exist", entries.getFirst().path("msg").asText());
        OffsetDateTime.parse(entries.getFirst().path("time").asText());
        assertEquals("container does not exist\n", result.stderr());
        assertEquals("", result.stdout());
    }

    @Test
    void withoutALogTheErrorIsOnStderrInTheFormat() {
        Result json = runtime.command("--log-format=json", "state", runtime.newId()).run().exits(1);
        assertEquals("container does not exist", Json.parse(json.stderr()).path("msg").asText());

        Result text = runtime.command("state", runtime.newId()).run().exits(1);
        assertTrue(text.stderr().matches(
                "time=\"[0-9T:Z+-]+\" level=error msg=\"container does not exist\"\n"), text.stderr());
    }

    @Test
    void whatHasNoEffectIsWarnedOfAndWhatIsPointlessIsNot() throws IOException {
        runtime.peer().onlyCarafe("others have other words");
        Bundle bundle = runtime.bundle().resource("/memory/kernel", 1 << 20).capabilities("CAP_KILL", "CAP_FLY")
                .setJson("/process/scheduler", "{\"policy\": \"SCHED_IDLE\", \"nice\": 1}");
        Container container = runtime.container(bundle);
        bundle.write();
        assertEquals("", runtime.command("--log", log(), "--log-format", "json", "run", "--bundle",
                bundle.directory(), container.id()).run().succeeds().stderr());
        List<JsonNode> entries = Json.parseLines(Files.readString(log()));
        for (JsonNode entry : entries) {
            assertEquals("warning", entry.path("level").asText());
        }
        List<String> messages = entries.stream().map(entry -> entry.path("msg").asText()).toList();
        assertTrue(messages.stream().anyMatch(message -> message.contains(
                "config.json: /linux/resources/memory/kernel: found 1048576, expected nothing; this setting is obsolete")),
                messages::toString);
        assertTrue(messages.stream().anyMatch(message -> message.contains(
                "config.json: /process/capabilities/bounding/1: found \"CAP_FLY\"")), messages::toString);
        assertTrue(messages.stream().noneMatch(message -> message.contains("nice")), messages::toString);
    }

    @Test
    void textIsTheDefault() throws IOException {
        runtime.command("--log", log(), "state", runtime.newId()).run().exits(1);
        assertTrue(Files.readString(log()).startsWith("time=\""), Files.readString(log()));
    }

    @Test
    void anUnknownFormatIsNamed() {
        runtime.command("--log-format", "poem", "list").run().fails(1, "poem");
    }

    @Test
    void theLogIsAppendedTo() throws IOException {
        Files.writeString(log(), "before\n");
        runtime.command("--log", log(), "state", runtime.newId()).run().exits(1);
        assertTrue(Files.readString(log()).startsWith("before\n"));
    }

    @Test
    void aFifoThatNobodyReadsIsNoLogAndKeepsNobodyWaiting() {
        runtime.peer().onlyCarafe("waits for a reader");
        Command.of("mkfifo", log()).run().succeeds();
        runtime.command("--log", log(), "list").run().fails(1, log().toString(), "expected a file");
    }

    @Test
    void theLogIsReadableByAll() throws IOException {
        runtime.command("--log", log(), "state", runtime.newId()).run().exits(1);
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(log())));
    }

    @Test
    void successWritesNothingAnywhere() throws IOException {
        var container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.bundle().write();
        for (List<String> words : List.of(
                List.of("create", "--bundle", container.bundle().directory().toString()), List.of("start"),
                List.of("kill"), List.of("delete", "--force"))) {
            Result result = runtime.command("--log", log(), "--log-format", "json")
                    .with(words.toArray()).with(container.id()).run().succeeds();
            assertEquals("", result.stdout() + result.stderr(), words::toString);
        }
        assertEquals("", Files.exists(log()) ? Files.readString(log()) : "");
    }

    @Test
    void aFailedCreateLeavesItsReasonAsTheLastErrorEntry() throws IOException {
        var container = runtime.container(runtime.bundle().args("no-such-program"));
        container.bundle().write();
        runtime.command("--log", log(), "--log-format", "json", "create", "--bundle", container.bundle().directory(),
                container.id()).run().exits(1);
        JsonNode last = Json.parseLines(Files.readString(log())).stream()
                .filter(entry -> entry.path("level").asText().equals("error")).reduce((a, b) -> b).orElseThrow();
        assertTrue(last.path("msg").asText().contains("executable file not found in $PATH"), last::toString);
    }

    @Test
    void debugAddsDebugEntries() throws IOException {
        runtime.command("--debug", "--log", log(), "--log-format", "json", "run", "--bundle",
                runtime.bundle().write().directory(), runtime.newId()).run().succeeds();
        assertTrue(Json.parseLines(Files.readString(log())).stream()
                .anyMatch(entry -> entry.path("level").asText().equals("debug")));
    }

    @Test
    void quotesInMessagesAreEscaped() throws IOException {
        runtime.command("--log", log(), "--log-format", "json", "create", "--bundle", "/no/\"such\"\\bundle",
                runtime.newId()).run().exits(1);
        assertEquals(1, Json.parseLines(Files.readString(log())).size());
    }
}
