package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Command;
import carafe.fixtures.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Output in the journal, as journalctl shows it. */
@Tag("guest")
class JournaldIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void journaldRuns() {
        Assumptions.assumeTrue(Files.exists(Path.of("/run/systemd/journal/socket")), "no journald runs here");
    }

    @Test
    void everyLineIsAnEntryWithItsContainerAndPriority() throws Exception {
        MonitoredContainer container = monitor.container("echo out; sleep 0.2; echo err >&2; sleep 0.2; printf tail")
                .with("-n", "some-name", "--log-tag", "some-tag").log("journald").run();
        container.exitCode();
        List<JsonNode> entries = entries(container);
        assertEquals(List.of("out", "err", "tail"), texts(entries, "MESSAGE"));
        assertEquals(List.of("6", "3", "6"), texts(entries, "PRIORITY"));
        for (JsonNode entry : entries) {
            assertEquals(container.id().substring(0, 12), entry.path("CONTAINER_ID").asText());
            assertEquals("some-name", entry.path("CONTAINER_NAME").asText());
            assertEquals("some-tag", entry.path("CONTAINER_TAG").asText());
            assertEquals("some-tag", entry.path("SYSLOG_IDENTIFIER").asText());
        }
        assertEquals(List.of("", "", "true"), texts(entries, "CONTAINER_PARTIAL_MESSAGE"));
    }

    @Test
    void fieldsCanBeAddedAndTheMarkOfPartsBeLeftOut() throws Exception {
        MonitoredContainer container = monitor.container("printf tail").with("--log-label", "SOME_FIELD=some value",
                "--no-container-partial-message").log("journald").run();
        container.exitCode();
        List<JsonNode> entries = entries(container);
        assertEquals(List.of("some value"), texts(entries, "SOME_FIELD"));
        assertEquals(List.of(""), texts(entries, "CONTAINER_PARTIAL_MESSAGE"));
    }

    @Test
    void nothingOfAFloodIsLost() throws Exception {
        MonitoredContainer container = monitor.container("seq 2000").log("journald")
                .log("k8s-file:" + monitor.directory().resolve("second")).run();
        container.exitCode();
        assertEquals(LoggedText.of(monitor.directory().resolve("second")),
                String.join("\n", texts(entries(container), "MESSAGE")) + "\n");
    }

    private static List<JsonNode> entries(MonitoredContainer container) {
        Command.of("journalctl", "--sync").run().succeeds();
        return Command.of("journalctl", "--no-pager", "--output=json", "CONTAINER_ID_FULL=" + container.id()).run()
                .succeeds().stdout().lines().map(Json::parse).toList();
    }

    private static List<String> texts(List<JsonNode> entries, String field) {
        return entries.stream().map(entry -> entry.path(field).asText()).toList();
    }
}
