package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What engines ask a runtime about itself: {@code --version}, {@code features}, and whether it can checkpoint. */
class QuestionsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Result ask(Object... words) {
        Result answer = runtime.bareCommand(words).withEnvironment(Map.of()).run();
        assertEquals("", answer.exit() == 0 ? answer.stderr() : "");
        return answer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "-version"})
    void theVersionIsInLinesThatDockerReads(String flag) {
        runtime.peer().skipIf(Peer.CRUN, "has no single dash");
        List<String> lines = ask(flag).succeeds().stdout().lines().toList();
        assertTrue(lines.get(0).matches("(carafe|runc) version \\d+\\.\\d+\\.\\d+.*"), lines::toString);
        assertTrue(lines.get(1).startsWith("commit: "), lines::toString);
        assertTrue(lines.get(2).matches("spec: 1\\.\\d+\\.\\d+.*"), lines::toString);
        if (runtime.peer() == Peer.CARAFE) {
            Instant.parse(lines.get(3).replaceFirst("^built: ", ""));
        }
    }

    @Test
    void featuresIsOneDocumentWithBothVersions() {
        runtime.peer().skipIf(Peer.CRUN, "1.8.1 has no features");
        JsonNode features = ask("features").succeeds().json();
        assertEquals("1.0.0", features.path("ociVersionMin").asText());
        assertTrue(features.path("ociVersionMax").asText().startsWith("1."), features::toString);
        List<String> hooks = Json.strings(features.path("hooks"));
        assertEquals(List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"),
                hooks);
        assertTrue(Json.strings(features.path("mountOptions")).contains("rro"));
        JsonNode linux = features.path("linux");
        assertTrue(Json.strings(linux.path("namespaces")).containsAll(List.of("user", "cgroup", "pid")));
        assertTrue(linux.path("cgroup").path("v1").asBoolean() && linux.path("cgroup").path("v2").asBoolean());
        assertTrue(linux.path("seccomp").path("enabled").asBoolean());
        assertTrue(Json.strings(linux.path("seccomp").path("actions")).contains("SCMP_ACT_NOTIFY"));
    }

    @Test
    void whatContainerdAndDockerLookForIsThere() {
        runtime.peer().skipIf(Peer.CRUN, "1.8.1 has no features");
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 knows no idmapped mounts");
        JsonNode features = ask("features").succeeds().json();
        assertTrue(features.path("linux").path("mountExtensions").path("idmap").path("enabled").asBoolean());
        assertEquals("true", features.path("annotations").path("org.opencontainers.runc.checkpoint.enabled").asText());
        assertFalse(features.path("potentiallyUnsafeConfigAnnotations").isEmpty());
    }

    @Test
    void checkpointExistsForWhoAsksForItsHelp() {
        ask("checkpoint", "--help").succeeds();
    }

    @Test
    void podmansProbeForRestoringIntoPodsIsAnswered() {
        String answer = ask("restore", "--lsm-mount-context").exits(1).toString();
        assertTrue(answer.contains("flag needs an argument") || answer.contains("requires an argument"), answer);
    }
}
