package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code state ID}: the document, the statuses, and how they survive what happens to the process. */
class StateIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void theDocumentHasRuncsKeysInRuncsOrder() {
        Container container = runtime.container(runtime.bundle().annotation("org.example", "yes"));
        container.create().succeeds();
        JsonNode state = container.state();

        List<String> keys = new ArrayList<>();
        state.fieldNames().forEachRemaining(keys::add);
        assertEquals(List.of("ociVersion", "id", "pid", "status", "bundle", "rootfs", "created", "annotations",
                "owner"), keys);
        assertEquals(container.id(), state.path("id").asText());
        assertEquals(container.bundle().directory().toString(), state.path("bundle").asText());
        assertEquals(container.bundle().directory() + "/rootfs", state.path("rootfs").asText());
        assertEquals("yes", state.path("annotations").path("org.example").asText());
        assertTrue(state.path("ociVersion").asText().startsWith("1."));
    }

    @Test
    void itIsIndentedAndAloneOnStdout() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        Result result = runtime.command("state", container.id()).run().succeeds();
        assertTrue(result.stdout().startsWith("{\n  \"ociVersion\": "), result.stdout());
        assertTrue(result.stdout().endsWith("\n}"), result.stdout());
        assertEquals("", result.stderr());
    }

    @Test
    void annotationsAreLeftOutWhenThereAreNone() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        assertFalse(container.state().has("annotations"));
    }

    @Test
    void createdIsAnInstantInUtc() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        String created = container.state().path("created").asText();
        assertTrue(created.endsWith("Z"), created);
        assertTrue(Duration.between(Instant.parse(created), Instant.now()).abs().toSeconds() < 60, created);
    }

    @Test
    void theStatusFollowsTheLife() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        assertEquals("created", container.status());
        container.start().succeeds();
        assertEquals("running", container.status());
        container.kill("KILL").succeeds();
        container.await("stopped");
        assertEquals(0, container.state().path("pid").asInt());
    }

    @Test
    void aContainerThatDiesWhileCreatedIsStopped() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        ProcessHandle.of(container.pid()).orElseThrow().destroyForcibly();
        assertEquals(137, container.exitStatus());
        assertEquals("stopped", container.await("stopped").status());
        container.start().fails(1, "cannot start a container that has stopped");
    }

    @Test
    void aChangeOfTheConfigAfterCreateHasNoEffect() {
        Container container = runtime.container(runtime.bundle().args("echo", "original"));
        container.create().succeeds();
        container.bundle().args("echo", "changed").write();
        container.start().succeeds();
        assertEquals(0, container.exitStatus());
        assertEquals("original\n", container.stdout());
    }

    @Test
    void anUnknownContainerDoesNotExist() {
        Result result = runtime.command("state", runtime.newId()).run();
        result.fails(1, "container does not exist");
        assertEquals("", result.stdout());
    }

    @Test
    void aDamagedStateIsAnErrorNotACrash() throws IOException {
        String id = runtime.newId();
        Files.createDirectories(runtime.stateRoot().resolve(id));
        Files.writeString(runtime.stateRoot().resolve(id).resolve("state.json"), "{\"id\": \"" + id);
        Result result = runtime.command("state", id).run().exits(1);
        assertFalse(result.stderr().isBlank());
        assertFalse(result.stderr().contains("\tat "), result.stderr());
        Files.delete(runtime.stateRoot().resolve(id).resolve("state.json"));
    }

    @Test
    void theStateDirectoryIsForRootOnly() throws IOException {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        Path state = runtime.stateRoot().resolve(container.id()).resolve("state.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
    }
}
