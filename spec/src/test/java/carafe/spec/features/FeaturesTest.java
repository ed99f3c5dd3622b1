package carafe.spec.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.spec.json.JsonWriter;
import carafe.spec.mount.MountOptions;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompFlag;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private final JsonNode features = write(new Features("0.1.0", null, EnumSet.of(Feature.CGROUP_V2, Feature.CHECKPOINT),
            List.of(SeccompArch.X86_64, SeccompArch.X86), List.of(SeccompFlag.LOG)));

    @Test
    void bothVersionsAreNamed() {
        assertEquals("1.0.0", features.path("ociVersionMin").textValue());
        assertEquals("1.3.0", features.path("ociVersionMax").textValue());
    }

    @Test
    void hooksAreListedInTheOrderInWhichTheyRun() {
        assertEquals(List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"),
                texts("/hooks"));
    }

    @Test
    void mountOptionsAreThoseOfTheTable() {
        assertEquals(MountOptions.words(), texts("/mountOptions"));
        assertTrue(texts("/mountOptions").containsAll(List.of("rro", "idmap", "ridmap", "tmpcopyup", "rslave")));
    }

    @Test
    void onlyWhatIsBuiltInIsSaidToBe() {
        assertTrue(features.at("/linux/cgroup/v2").booleanValue());
        assertFalse(features.at("/linux/cgroup/v1").booleanValue());
        assertFalse(features.at("/linux/mountExtensions/idmap/enabled").booleanValue());
    }

    @Test
    void seccompTellsWhatCanBeCompiledAndWhatTheKernelTakes() {
        assertEquals(List.of("SCMP_ARCH_X86", "SCMP_ARCH_X86_64"), texts("/linux/seccomp/archs"));
        assertEquals(List.of("SECCOMP_FILTER_FLAG_LOG"), texts("/linux/seccomp/supportedFlags"));
        assertEquals(4, texts("/linux/seccomp/knownFlags").size());
    }

    @Test
    void anUnknownCommitIsLeftOut() {
        assertFalse(features.path("annotations").has("io.carafe.commit"));
        assertEquals("0.1.0", features.path("annotations").path("io.carafe.version").textValue());
        assertEquals("true", features.path("annotations")
                .path("org.opencontainers.runc.checkpoint.enabled").textValue());
    }

    private List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        features.at(pointer).forEach(node -> texts.add(node.textValue()));
        return texts;
    }

    private static JsonNode write(Features features) {
        JsonWriter out = JsonWriter.indentedBy("    ");
        features.write(out);
        try {
            return new ObjectMapper().readTree(out.toBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
