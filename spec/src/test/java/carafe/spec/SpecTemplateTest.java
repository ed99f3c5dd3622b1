package carafe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.spec.validate.Validator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecTemplateTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path bundle;

    @Test
    void theTemplatesAreWithoutFault() {
        assertEquals(List.of(), Validator.lint("config.json", SpecTemplate.rootful(true)));
        assertEquals(List.of(), Validator.lint("config.json", SpecTemplate.rootless(false, 1000, 1000)));
    }

    @Test
    void theTemplateIsIndentedByTabs() {
        String json = new String(SpecTemplate.rootful(false), StandardCharsets.UTF_8);
        assertTrue(json.startsWith("{\n\t\"ociVersion\": \"1.3.0\",\n\t\"process\": {\n\t\t\"terminal\": true,\n"), json);
        assertTrue(json.endsWith("\n\t}\n}"), json);
    }

    @Test
    void aCgroupNamespaceIsOnlyThereWhenAskedFor() {
        assertEquals(null, read(SpecTemplate.rootful(false)).linux().namespace(NamespaceType.CGROUP));
        assertTrue(read(SpecTemplate.rootful(true)).linux().createsNamespace(NamespaceType.CGROUP));
    }

    @Test
    void rootlessMapsTheCallerToRoot() {
        Linux linux = read(SpecTemplate.rootless(false, 1000, 100)).linux();
        assertEquals(List.of(new IdMapping(0, 1000, 1)), linux.uidMappings());
        assertEquals(List.of(new IdMapping(0, 100, 1)), linux.gidMappings());
    }

    @Test
    void theContentIsThatOfRunc() throws Exception {
        assertEquals(runcSpec(), comparable(SpecTemplate.rootful(cgroupNamespaceOfRunc())));
    }

    @Test
    void theRootlessContentIsThatOfRunc() throws Exception {
        int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int gid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        JsonNode runc = runcSpec("--rootless");
        assertEquals(runc, comparable(SpecTemplate.rootless(cgroupNamespaceOfRunc(), uid, gid)));
    }

    private JsonNode runcSpec(String... options) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/runc")), "needs runc to compare with");
        Files.deleteIfExists(bundle.resolve("config.json"));
        ProcessBuilder runc = new ProcessBuilder("/usr/sbin/runc", "spec", "--bundle", bundle.toString());
        runc.command().addAll(List.of(options));
        assertEquals(0, runc.inheritIO().start().waitFor());
        return comparable(Files.readAllBytes(bundle.resolve("config.json")));
    }

    /** Older versions of runc write no cgroup namespace, newer ones where cgroup v2 is all there is. */
    private boolean cgroupNamespaceOfRunc() throws IOException, InterruptedException {
        return runcSpec().toString().contains("{\"type\":\"cgroup\"}");
    }

    /**
     * Without what is meant to differ: the version of the specification, the name of the runtime, and the ambient
     * capabilities of older runc, which never could be granted since they were not inheritable.
     */
    private static JsonNode comparable(byte[] json) throws IOException {
        ObjectNode config = (ObjectNode) MAPPER.readTree(json);
        config.remove(List.of("ociVersion", "hostname"));
        ((ObjectNode) config.at("/process/capabilities")).remove("ambient");
        return config;
    }

    private static Config read(byte[] json) {
        return ConfigReader.readConfig("config.json", json);
    }
}
