package carafe.spec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Mutation;
import carafe.spec.json.Finding;
import carafe.spec.json.Findings;
import carafe.spec.json.SpecException;
import carafe.spec.validate.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever a document has in it, it is read, or refused in one line. */
class DocumentsFuzzTest {
    private static final byte[] CONFIG = resource("full-config.json");
    private static final byte[] STATE = text("""
            {"ociVersion": "1.3.0", "id": "a", "pid": 7, "status": "running", "bundle": "/b", "rootfs": "/b/r",
             "created": "2026-01-01T00:00:00Z", "annotations": {"k": "v"}, "owner": "root"}""");
    private static final byte[] PROCESS = text("""
            {"terminal": true, "consoleSize": {"height": 2, "width": 3}, "user": {"uid": 1, "gid": 2, "umask": 18,
             "additionalGids": [3]}, "args": ["sh", "-c"], "env": ["A=b"], "cwd": "/", "capabilities": {"bounding":
             ["CAP_KILL"]}, "rlimits": [{"type": "RLIMIT_CORE", "hard": 1, "soft": 0}], "oomScoreAdj": -5}""");
    private static final byte[] RESOURCES = text("""
            {"memory": {"limit": 1000000, "swap": -1}, "cpu": {"shares": 2, "quota": -1, "cpus": "0-3,5"}, "pids":
             {"limit": 9}, "unified": {"memory.high": "max"}, "devices": [{"allow": false, "access": "rwm"}]}""");
    private static final byte[] MOUNTS = text("""
            [{"destination": "/d", "type": "tmpfs", "source": "t", "options": ["ro", "size=1k", "rprivate"]}]""");

    /** Once read, a configuration is also judged, without stopping at the first error. */
    @Property
    void configuration(@ForAll @Size(max = 6) List<Integer> edits) {
        byte[] json = Mutation.of(CONFIG, edits);
        isReadOrRefused(() -> {
            Findings findings = Findings.collecting("config.json");
            Config config = ConfigReader.readConfig(json, findings);
            if (config != null) {
                Validator.validate(config, findings);
            }
            findings.all().forEach(DocumentsFuzzTest::isOneLine);
        });
    }

    /** What reading finds at first is an error among those it collects. */
    @Property
    void whatStopsReadingIsAnError(@ForAll @Size(max = 6) List<Integer> edits) {
        byte[] json = Mutation.of(CONFIG, edits);
        isReadOrRefused(() -> ConfigReader.readConfig("config.json", json));
    }

    @Property
    void lint(@ForAll @Size(max = 6) List<Integer> edits) {
        isReadOrRefused(() -> Validator.lint("config.json", Mutation.of(CONFIG, edits)));
    }

    @Property
    void state(@ForAll @Size(max = 6) List<Integer> edits) {
        isReadOrRefused(() -> State.read("state.json", Mutation.of(STATE, edits)));
    }

    @Property
    void process(@ForAll @Size(max = 6) List<Integer> edits) {
        isReadOrRefused(() -> Validator.validate(ConfigReader.readProcess("p", Mutation.of(PROCESS, edits)),
                Findings.stoppingAtFirstError("p")));
    }

    @Property
    void resources(@ForAll @Size(max = 6) List<Integer> edits) {
        isReadOrRefused(() -> Validator.validate(ConfigReader.readResources("r", Mutation.of(RESOURCES, edits)),
                Findings.stoppingAtFirstError("r")));
    }

    @Property
    void mounts(@ForAll @Size(max = 6) List<Integer> edits) {
        isReadOrRefused(() -> Validator.validate(ConfigReader.readMounts("m", Mutation.of(MOUNTS, edits)), false,
                Findings.stoppingAtFirstError("m")));
    }

    @Property
    void anyBytes(@ForAll byte[] bytes) {
        isReadOrRefused(() -> ConfigReader.readConfig("config.json", bytes));
    }

    /** That no changes are none: the documents the others begin with are valid. */
    @Example
    void unchanged() {
        ConfigReader.readConfig("config.json", CONFIG);
        State.read("state.json", STATE);
        Validator.validate(ConfigReader.readProcess("p", PROCESS), Findings.stoppingAtFirstError("p"));
        Validator.validate(ConfigReader.readResources("r", RESOURCES), Findings.stoppingAtFirstError("r"));
        Validator.validate(ConfigReader.readMounts("m", MOUNTS), false, Findings.stoppingAtFirstError("m"));
    }

    private static void isReadOrRefused(Runnable reading) {
        try {
            reading.run();
        } catch (SpecException e) {
            isOneLine(e.finding());
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
    }

    private static void isOneLine(Finding finding) {
        assertTrue(finding.message().lines().count() == 1, finding.message());
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = DocumentsFuzzTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
