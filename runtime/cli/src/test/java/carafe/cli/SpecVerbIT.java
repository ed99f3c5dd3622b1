package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Json;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code spec [--rootless] [--bundle DIR]}. */
class SpecVerbIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private JsonNode spec(Object... flags) throws IOException {
        Path directory = Files.createTempDirectory(runtime.directory(), "spec");
        Result result = runtime.bareCommand("spec").with(flags).in(directory).run().succeeds();
        assertEquals("", result.stdout() + result.stderr());
        return Json.parse(Files.readString(directory.resolve("config.json")));
    }

    @Test
    void itWritesAConfigForAShellInATerminal() throws IOException {
        JsonNode config = spec();
        assertTrue(config.path("process").path("terminal").asBoolean());
        assertEquals("[\"sh\"]", config.path("process").path("args").toString());
        assertEquals("rootfs", config.path("root").path("path").asText());
        assertEquals(List.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys", "/sys/fs/cgroup"),
                config.path("mounts").findValuesAsText("destination"));
    }

    @Test
    void theConfigRuns() throws IOException {
        ObjectNode config = (ObjectNode) spec();
        Bundle bundle = runtime.bundle();
        config.withObject("/process").put("terminal", false).putArray("args").add("echo").add("hello");
        config.withObject("/linux").set("cgroupsPath", bundle.get("/linux/cgroupsPath"));
        bundle.write(config.toString());
        assertEquals("hello\n", runtime.command("run", "--bundle", bundle.directory(), runtime.newId())
                .run().succeeds().stdout());
    }

    @Test
    void rootlessMapsTheCallerInAUserNamespace() throws IOException {
        JsonNode config = spec("--rootless");
        assertTrue(config.path("linux").path("namespaces").findValuesAsText("type").contains("user"));
        assertEquals(1, config.path("linux").path("uidMappings").get(0).path("size").asInt());
        assertEquals(0, config.path("linux").path("uidMappings").get(0).path("containerID").asInt());
        assertTrue(config.path("linux").path("resources").isMissingNode());
        assertTrue(config.path("mounts").findValuesAsText("options").stream().noneMatch(o -> o.contains("gid=")));
    }

    @Test
    void theBundleCanBeNamed() throws IOException {
        Path bundle = Files.createDirectory(runtime.directory().resolve("named"));
        runtime.bareCommand("spec", "--bundle", bundle).run().succeeds();
        assertTrue(Files.readString(bundle.resolve("config.json")).startsWith("{\n\t\"ociVersion\": "));
    }

    @Test
    void anExistingConfigIsNotOverwritten() throws IOException {
        Files.writeString(runtime.directory().resolve("config.json"), "mine");
        runtime.bareCommand("spec").in(runtime.directory()).run()
                .fails(1, "File config.json exists. Remove it first");
        assertEquals("mine", Files.readString(runtime.directory().resolve("config.json")));
    }

    @Test
    void aBundleThatIsNotThereIsNamed() {
        Path missing = runtime.directory().resolve("missing");
        runtime.bareCommand("spec", "--bundle", missing).run().fails(1, missing.toString());
    }
}
