package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompVerbTest {
    private static final String RULES = """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls":
              [{"names": ["mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}""";

    @TempDir
    private Path directory;
    private VerbHarness harness;

    @BeforeEach
    void startAfresh() {
        harness = new VerbHarness(directory);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private String config() throws IOException {
        return file("config.json", """
                {"ociVersion": "1.2.0", "root": {"path": "rootfs"}, "linux": {"seccomp": %s}}""".formatted(RULES));
    }

    private String run(String... words) {
        assertEquals(0, harness.run(new SeccompVerb(), words));
        return harness.output.stdout();
    }

    @Test
    void textNamesResultRuleAndReason() throws IOException {
        String text = run("explain", file("profile.json", RULES), "mount");
        assertTrue(text.startsWith("""
                x86_64: mount (165)
                  result  SCMP_ACT_ERRNO ENOSYS
                  rule    /syscalls/0
                  why     this rule has no conditions
                """), text);
    }

    @Test
    void jsonAndYamlSayTheSame() throws IOException {
        String profile = file("profile.json", RULES);
        JsonNode json = new ObjectMapper().readTree(run("--format", "json", "explain", profile, "--", "mount", "0x1", "-1"));
        startAfresh();
        assertEquals(json, new YAMLMapper().readTree(run("--format", "yaml", "explain", profile, "--", "mount", "0x1",
                "-1")));
        assertEquals("ENOSYS", json.at("/verdicts/0/errno").asText());
        assertEquals(165, json.at("/verdicts/0/number").asInt());
        assertTrue(json.at("/verdicts/1/errno").isMissingNode(), json::toString);
    }

    @Test
    void aBundleAndItsConfigAreProfilesToo() throws IOException {
        assertTrue(run("explain", config(), "mount").contains("/linux/seccomp/syscalls/0"), harness.output::stdout);
        startAfresh();
        assertTrue(run("explain", directory.toString(), "mount").contains("/linux/seccomp/syscalls/0"));
    }

    @Test
    void ofAnEnginesProfileTheRulesForTheContainersCapabilitiesCount() throws IOException {
        String profile = file("engine.json", """
                {"defaultAction": "SCMP_ACT_ERRNO", "archMap":
                   [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]}],
                 "syscalls": [
                  {"names": ["read"], "action": "SCMP_ACT_ALLOW"},
                  {"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_BPF"]}, "excludes": {}},
                  {"names": ["bpf"], "action": "SCMP_ACT_KILL", "includes": {"arches": ["s390x"]}, "excludes": {}},
                  {"names": ["bpf"], "action": "SCMP_ACT_TRAP", "excludes": {"caps": ["CAP_BPF"]}}]}""");
        assertTrue(run("explain", profile, "bpf").contains("SCMP_ACT_TRAP\n  rule    /syscalls/3"), harness.output::stdout);
        startAfresh();
        assertTrue(run("explain", "--cap", "CAP_BPF", profile, "bpf")
                .contains("SCMP_ACT_ALLOW\n  rule    /syscalls/1"), harness.output::stdout);
    }

    @Test
    void theFilterIsListedWithNames() throws IOException {
        String text = run("disassemble", "--all", file("profile.json", RULES));
        assertTrue(text.contains("if A == 0xc000003e (x86_64)"), text);
        assertTrue(text.contains("0xa5 (mount)"), text);
        assertTrue(text.contains("return ERRNO 38 (ENOSYS)"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            explain     | profile.json |         | found no system call, expected its name or number after the profile
            explain     | profile.json | mont    | no system call mont, expected the name or number of one of this machine
            explain     | missing.json | mount   | open %s/missing.json: no such file or directory
            disassemble | profile.json | mount   | found "mount", expected nothing after the profile
            exclaim     | profile.json |         | unknown action "exclaim", expected explain, disassemble or record
            """)
    void whatCannotBeAnsweredIsRefused(String action, String profile, String call, String message) throws IOException {
        file("profile.json", RULES);
        String path = directory.resolve(profile).toString();
        String[] words = call == null ? new String[] {action, path} : new String[] {action, path, call};
        Refused refused = assertThrows(Refused.class, () -> harness.run(new SeccompVerb(), words));
        assertEquals(message.replace("%s", directory.toString()), refused.getMessage());
    }

    @Test
    void aConfigWithoutAProfileIsRefused() throws IOException {
        String config = file("config.json", """
                {"ociVersion": "1.2.0", "root": {"path": "rootfs"}, "linux": {}}""");
        Refused refused = assertThrows(Refused.class,
                () -> harness.run(new SeccompVerb(), "explain", config, "mount"));
        assertEquals(config + ": found nothing at /linux/seccomp, expected a seccomp profile", refused.getMessage());
    }
}
