package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesVerbTest {
    private static final String RUNC = "/usr/sbin/runc";

    private static JsonNode features() throws IOException {
        return new ObjectMapper().readTree(FeaturesVerb.json());
    }

    @Test
    void bothVersionsAreThereAsCriODemands() throws IOException {
        assertEquals("1.0.0", features().get("ociVersionMin").asText());
        assertEquals("1.3.0", features().get("ociVersionMax").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "/linux/seccomp/enabled", "/linux/cgroup/v1", "/linux/cgroup/v2", "/linux/mountExtensions/idmap/enabled",
    })
    void engineSwitch(String pointer) throws IOException {
        assertTrue(features().at(pointer).asBoolean());
    }

    @Test
    void recursiveReadOnlyMountsAreOfferedToDocker() throws IOException {
        assertTrue(words(features().get("mountOptions")).contains("rro"));
    }

    /** What engines saw of runc they may rely on; MIPS and the POSIX ACL words of ancient kernels are left out. */
    @ParameterizedTest
    @ValueSource(strings = {"/hooks", "/linux/namespaces", "/linux/capabilities", "/linux/seccomp/actions",
            "/linux/seccomp/operators", "/mountOptions"})
    void everyWordThatRuncKnowsIsKnownHere(String pointer) throws IOException {
        Requires.program(RUNC);
        Set<String> missing = words(Command.of(RUNC, "features").run().succeeds().json().at(pointer));
        missing.removeAll(words(features().at(pointer)));
        missing.removeAll(Set.of("acl", "noacl"));
        assertEquals(Set.of(), missing);
    }

    private static Set<String> words(JsonNode array) {
        Set<String> words = new HashSet<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }
}
