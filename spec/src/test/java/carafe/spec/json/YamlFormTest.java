package carafe.spec.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.spec.Config;
import carafe.spec.ConfigReader;
import carafe.spec.SpecTemplate;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFormTest {
    @Test
    void aConfigSurvivesTheWayToYamlAndBack() {
        byte[] json = SpecTemplate.rootful(true);
        byte[] back = YamlForm.toJson("config.yaml", YamlForm.fromJson(json));
        assertEquals(ConfigReader.readConfig("a", json), ConfigReader.readConfig("b", back));
    }

    @Test
    void aConfigWrittenByHandCanBeRead() {
        Config config = ConfigReader.readConfig("config.yaml", YamlForm.toJson("config.yaml", bytes("""
                # a comment
                ociVersion: 1.3.0
                hostname: web
                root: {path: rootfs, readonly: true}
                process:
                  cwd: /
                  args: [sh, -c, "echo yes"]
                  oomScoreAdj: 5
                """)));
        assertEquals("1.3.0", config.ociVersion());
        assertTrue(config.root().readonly());
        assertEquals(5, config.process().oomScoreAdj());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0755", "0x1", "1e3", "2026-01-01", "-1", ".5", "1", "1.0", "yes", "true", "null", "~", "- x",
            "a: b", "#", "", " ", "é\n", "*a"})
    void stringsStayStrings(String text) {
        byte[] json = JsonWriter.compact().beginObject().text("x", text).endObject().toBytes();
        assertArrayEquals(json, YamlForm.toJson("x.yaml", YamlForm.fromJson(json)));
    }

    @Test
    void problemsAreNamedByTheirPointerAsInJson() {
        SpecException e = assertThrows(SpecException.class, () -> ConfigReader.readConfig("config.yaml",
                YamlForm.toJson("config.yaml", bytes("ociVersion: 1.3.0\nroot:\n  path: [a]\n"))));
        assertEquals("config.yaml: /root/path: found an array, expected a string", e.getMessage());
    }

    @Test
    void malformedYamlNamesItsPlace() {
        SpecException e = assertThrows(SpecException.class,
                () -> YamlForm.toJson("config.yaml", bytes("root:\n  path: \"a\n")));
        assertTrue(e.getMessage().startsWith("config.yaml: found malformed YAML at line "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    @Test
    void aliasesAndSecondDocumentsAreRefused() {
        assertEquals("config.yaml: found an alias at line 2, column 4, expected YAML without aliases",
                assertThrows(SpecException.class,
                        () -> YamlForm.toJson("config.yaml", bytes("a: &x 1\nb: *x\n"))).getMessage());
        assertThrows(SpecException.class, () -> YamlForm.toJson("config.yaml", bytes("a: 1\n---\nb: 1\n")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
