package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Proc;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Standard input, output and error without a terminal. */
class StdioIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void outputAndErrorStayApart() {
        Result result = runtime.run(runtime.bundle().script("echo out; echo err >&2")).succeeds();
        assertEquals("out\n", result.stdout());
        assertEquals("err\n", result.stderr());
    }

    @Test
    void inputReachesTheContainerToItsEnd() throws IOException {
        Path input = Files.writeString(runtime.directory().resolve("input"), "one\ntwo\n".repeat(50_000));
        Container container = runtime.container(runtime.bundle().args("wc", "-l"));
        assertEquals("100000\n", container.command("run").reading(input).run().succeeds().stdout());
    }

    @Test
    void aConversationWorksInTheForeground() {
        Container container = runtime.container(runtime.bundle()
                .script("read line; echo got $line; read line || echo end"));
        try (Running running = container.command("run").startInteractive()) {
            running.type("hello\n").awaitOutput("got hello\n").endInput().awaitOutput("end\n");
            running.waitFor().succeeds();
        }
    }

    @Test
    void nothingIsLostOfALargeOutput() {
        Bundle bundle = runtime.bundle().script("head -c 20000000 /dev/zero | tr '\\0' x");
        assertEquals(20_000_000, runtime.run(bundle).succeeds().stdout().length());
    }

    @Test
    void aDetachedContainerKeepsTheCallersDescriptors() {
        Container container = runtime.container(runtime.bundle().args("inspect", "--then-wait")).createAndStart();
        JsonNode descriptors = Json.parse(container.awaitOutput("\n").stdout()).path("fds");

        assertEquals("1:3", descriptors.path("0").path("device").asText());
        assertTrue(descriptors.path("1").path("link").asText().contains("stdout"), descriptors::toString);
        assertTrue(descriptors.path("2").path("link").asText().contains("stderr"), descriptors::toString);
        assertEquals(3, descriptors.size(), descriptors::toString);
    }

    @Test
    void filesGoToTheContainersUserAndDevNullDoesNot() throws IOException {
        Container container = runtime.container(runtime.bundle().user(1000, 1000).args("inspect", "--then-wait"))
                .createAndStart();
        JsonNode descriptors = Json.parse(container.awaitOutput("\n").stdout()).path("fds");

        assertEquals(1000, descriptors.path("1").path("uid").asInt(), descriptors::toString);
        assertEquals(0, descriptors.path("0").path("uid").asInt(), descriptors::toString);
        assertEquals(0, Files.getAttribute(Path.of("/dev/null"), "unix:uid"));
    }

    @Test
    void aPlainUserCanReopenItsOutput() {
        Bundle bundle = runtime.bundle().user(1000, 1000).script("echo again > /dev/stdout; echo bad > /dev/stderr");
        Result result = runtime.run(bundle).succeeds();
        assertEquals("again\n", result.stdout());
        assertEquals("bad\n", result.stderr());
    }

    @Test
    void aClosedOutputEndsTheContainerNotTheRuntime() {
        Container container = runtime.container(runtime.bundle().script("yes"));
        Result result = container.command("run").under("/bin/sh", "-c", "\"$@\" | head -n 1", "sh").run();
        assertEquals("y\n", result.stdout());
    }

    @Test
    void theEngineHoldsNoMoreThanTheContainerNeeds() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        assertEquals(3, Proc.descriptors(container.pid()).size(), () -> Proc.descriptors(container.pid()).toString());
    }
}
