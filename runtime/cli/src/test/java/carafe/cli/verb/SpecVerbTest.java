package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.spec.json.YamlForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecVerbTest {
    @TempDir
    Path bundle;

    private VerbHarness harness;

    @BeforeEach
    void setUp() {
        harness = new VerbHarness(bundle);
    }

    private int spec(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--bundle";
        all[1] = bundle.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return harness.run(new SpecVerb(), all);
    }

    private String refusal(String... words) {
        return assertThrows(Refused.class, () -> spec(words)).getMessage();
    }

    @Test
    void theTemplateIsIndentedWithTabsAndWithoutFault() throws IOException {
        assertEquals(0, spec());
        assertTrue(Files.readString(bundle.resolve("config.json")).startsWith("{\n\t\"ociVersion\": \"1.3.0\",\n\t"));
        assertEquals(0, spec("--validate"));
        assertEquals("", harness.output.stdout());
        assertEquals("", harness.output.stderr());
    }

    @Test
    void theRootlessTemplateMapsTheCaller() throws IOException {
        assertEquals(0, spec("--rootless"));
        assertTrue(Files.readString(bundle.resolve("config.json")).contains("uidMappings"));
        assertEquals(0, spec("--validate"));
    }

    @Test
    void anExistingFileIsNeverReplaced() throws IOException {
        Files.writeString(bundle.resolve("config.json"), "mine");
        assertEquals("File config.json exists. Remove it first", refusal());
        assertEquals("File config.json exists. Remove it first", refusal("--format", "yaml"));
        assertEquals("mine", Files.readString(bundle.resolve("config.json")));
    }

    @Test
    void aDanglingLinkIsNotFollowed() throws IOException {
        Path elsewhere = bundle.resolve("elsewhere");
        Files.createSymbolicLink(bundle.resolve("config.json"), elsewhere);
        assertThrows(RuntimeException.class, this::spec);
        assertFalse(Files.exists(elsewhere));
    }

    @Test
    void yamlIsTheSameDocument() throws IOException {
        assertEquals(0, spec("--format=yaml"));
        byte[] yaml = Files.readAllBytes(bundle.resolve("config.yaml"));
        Files.delete(bundle.resolve("config.yaml"));
        assertEquals(0, spec());
        byte[] json = Files.readAllBytes(bundle.resolve("config.json"));
        assertArrayEquals(YamlForm.fromJson(json), yaml);
    }

    @Test
    void validationReadsYamlToo() {
        assertEquals(0, spec("--format=yaml"));
        assertEquals(0, spec("--validate"));
    }

    @Test
    void validationReportsEverythingAndFails() throws IOException {
        Files.writeString(bundle.resolve("config.json"), """
                {"ociVersion": "1.0.0", "root": {"path": "rootfs"},
                 "process": {"args": [], "cwd": "tmp", "user": {"uid": -1, "gid": 0}}}
                """);
        assertEquals("config.json has 3 errors", refusal("--validate"));
        assertEquals(3, harness.output.stdout().lines().count(), harness.output::stdout);
        assertTrue(harness.output.stdout().contains("config.json: error: /process/cwd: found \"tmp\", expected "));
    }

    @Test
    void validateIsAnotherName() throws IOException {
        Files.writeString(bundle.resolve("config.json"), "{}");
        Refused invalid = assertThrows(Refused.class,
                () -> harness.run(new ValidateVerb(), bundle.toString()));
        assertTrue(invalid.getMessage().startsWith("config.json has "), invalid::getMessage);
    }

    @Test
    void aBundleWithoutConfigurationIsRefusedInRuncsWords() {
        assertEquals("JSON specification file config.json not found", refusal("--validate"));
    }

    @Test
    void aBundleThatIsNotThereOrNoDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(bundle.resolve("file"));
        assertEquals("bundle " + bundle + "/none: no such file or directory",
                refusal("--bundle", bundle + "/none"));
        assertEquals("bundle " + file + ": not a directory", refusal("--bundle", file.toString()));
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertEquals("invalid format option", refusal("--format", "xml"));
    }
}
