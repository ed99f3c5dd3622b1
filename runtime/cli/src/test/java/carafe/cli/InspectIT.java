package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code inspect}. */
class InspectIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void skipPeers() {
        runtime.peer().skipIf(Peer.RUNC, "has no such command");
        runtime.peer().skipIf(Peer.CRUN, "has no such command");
    }

    private Bundle sleeping() {
        return runtime.bundle().args("sleep", "1000");
    }

    private JsonNode inspect(Container container, Object... flags) {
        return runtime.command("inspect", "--format", "json").with(flags).with(container.id()).run().succeeds().json();
    }

    private static JsonNode namespace(JsonNode document, String type) {
        for (JsonNode namespace : document.path("namespaces")) {
            if (namespace.path("type").asText().equals(type)) {
                return namespace;
            }
        }
        throw new AssertionError("no " + type + " in " + document);
    }

    @Test
    void namespacesSayWhoSharesThem() {
        Container first = runtime.container(sleeping().withoutNamespace("uts").remove("/hostname")).createAndStart();
        Container second = runtime.container(sleeping().namespace("ipc", "/proc/" + first.pid() + "/ns/ipc"))
                .createAndStart();
        JsonNode document = inspect(first);
        assertEquals(List.of("host"), Json.strings(namespace(document, "uts").path("sharedWith")));
        assertEquals(List.of(second.id()), Json.strings(namespace(document, "ipc").path("sharedWith")));
        assertEquals(List.of(), Json.strings(namespace(document, "mount").path("sharedWith")));
    }

    @Test
    void processesHaveTheirPidsAndCapabilitiesByName() {
        Container container = runtime.container(sleeping().capabilities("CAP_KILL", "CAP_CHOWN")).createAndStart();
        JsonNode process = inspect(container).at("/processes/0");
        assertEquals(container.pid(), process.path("pid").asInt());
        assertEquals(1, process.path("inside").asInt());
        assertEquals("sleep 1000", process.path("command").asText());
        assertEquals(List.of("CAP_CHOWN", "CAP_KILL"), Json.strings(process.at("/capabilities/bounding")));
        assertEquals(List.of("CAP_CHOWN", "CAP_KILL"), Json.strings(process.at("/capabilities/effective")));
        assertEquals(List.of(), Json.strings(process.at("/capabilities/ambient")));
    }

    @Test
    void theFilterCanBeReadFromTheKernel() {
        Container container = runtime.container(sleeping().setJson("/linux/seccomp", """
                {"defaultAction": "SCMP_ACT_ALLOW",
                 "syscalls": [{"names": ["swapon"], "action": "SCMP_ACT_ERRNO", "errnoRet": 77}]}""")).createAndStart();
        JsonNode asked = inspect(container, "--filter").path("seccomp");
        assertEquals("kernel", asked.path("origin").asText(), asked::toString);
        assertEquals(1, asked.path("count").asInt());
        JsonNode configured = inspect(container).path("seccomp");
        assertEquals("config.json", configured.path("origin").asText());
        assertEquals(configured.at("/listings/0/instructions"), asked.at("/listings/0/instructions"));
        assertEquals("running", container.state().path("status").asText());
    }

    @Test
    void aContainerThatNobodyHasChangedHasNotDrifted() {
        assertEquals(Json.parse("[]"), inspect(runtime.container(sleeping()).createAndStart(), "--diff").path("drift"));
    }

    @Test
    void whatWasChangedSinceIsDrift() {
        Container container = runtime.container(sleeping().set("/linux/resources/pids/limit", 100)).createAndStart();
        runtime.command("update", "--pids-limit", "50", container.id()).run().succeeds();
        JsonNode drift = inspect(container, "--diff").path("drift");
        assertEquals(Json.parse("""
                [{"pointer": "/linux/resources/pids/limit", "expected": "100", "found": "50"}]"""), drift);
    }

    private String whereStandardOutputLeads(Container container) {
        JsonNode document = inspect(container).path("descriptors");
        for (JsonNode descriptor : document) {
            if (descriptor.path("fd").asInt() == 1) {
                return descriptor.path("access").asText() + ": " + descriptor.path("why").asText();
            }
        }
        return document.toString();
    }

    @Test
    void aFileOfTheHostsLeadsOut() {
        String out = whereStandardOutputLeads(runtime.container(sleeping()).createAndStart());
        assertTrue(out.endsWith(": it is on no mount of the container's"), out);
    }

    @Test
    void aPipeThatAProcessOutsideHasOpenLeadsOut() {
        Container container = runtime.container(runtime.bundle().script("echo ready; exec sleep 1000"));
        try (Running running = container.command("run").under("/bin/sh", "-c", "\"$@\" | cat", "sh").start()
                .awaitOutput("ready")) {
            String out = whereStandardOutputLeads(container);
            assertTrue(out.startsWith("write: the other end, or the same, is open in process "), out);
            container.kill("KILL").succeeds();
            running.waitFor();
        }
    }

    @Test
    void limitsStandBesideTheirUse() {
        Container container = runtime.container(sleeping().set("/linux/resources/pids/limit", 100)).createAndStart();
        for (JsonNode limit : inspect(container).path("limits")) {
            if (limit.path("name").asText().equals("processes")) {
                assertEquals("100 1", limit.path("limit").asText() + " " + limit.path("used").asText());
                return;
            }
        }
        throw new AssertionError("no limit of processes in " + inspect(container));
    }

    @Test
    void textAndYamlAreTheSameReport() throws IOException {
        Container container = runtime.container(sleeping()).createAndStart();
        String yaml = runtime.command("inspect", "--format", "yaml", container.id()).run().succeeds().stdout();
        assertEquals(container.id(), new YAMLMapper().readTree(yaml).path("id").asText(), yaml);
        String text = runtime.command("inspect", "--all", container.id()).run().succeeds().stdout();
        assertTrue(text.startsWith("container " + container.id() + "\n"), text);
        assertTrue(text.contains("\nnamespaces\n"), text);
        assertFalse(text.contains("\033"), text);
    }

    @Test
    void aStoppedContainerHasNothingToShow() {
        Container container = runtime.container(sleeping()).createAndStart();
        container.kill("KILL").succeeds();
        container.await("stopped");
        JsonNode document = inspect(container, "--diff");
        assertEquals("stopped", document.path("status").asText());
        assertEquals(Json.parse("[]"), document.path("processes"));
        assertEquals(Json.parse("[]"), document.path("drift"));
    }

    @Test
    void anUnknownContainerDoesNotExist() {
        runtime.command("inspect", "nobody").run().fails(1, "container does not exist");
    }
}
