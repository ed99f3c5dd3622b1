package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bundle may carry config.yaml in the place of config.json. */
class YamlBundleIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void onlyCarafe() {
        runtime.peer().onlyCarafe("other runtimes read no YAML");
    }

    @Test
    void configYamlIsReadWhereThereIsNoConfigJson() throws Exception {
        Bundle bundle = runtime.bundle().args("/bin/echo", "from yaml").write();
        // every JSON document is a YAML document
        String yaml = "# a comment, which JSON has none of\n" + Files.readString(bundle.configFile());
        Files.delete(bundle.configFile());
        Files.writeString(bundle.directory().resolve("config.yaml"), yaml);
        Result result = run(bundle);
        assertEquals("from yaml\n", result.stdout(), result.stderr());
        assertEquals(0, result.exit());
    }

    @Test
    void malformedYamlIsNamedWithItsPlace() throws Exception {
        Bundle bundle = runtime.bundle().write();
        Files.delete(bundle.configFile());
        Files.writeString(bundle.directory().resolve("config.yaml"), "ociVersion: \"1.2.0\n");
        Result result = run(bundle);
        assertEquals(1, result.exit());
        assertTrue(result.stderr().contains(bundle.directory().resolve("config.yaml").toString()), result.stderr());
    }

    /** The harness's own way would write config.json again. */
    private Result run(Bundle bundle) {
        return runtime.command("run", "--bundle", bundle.directory(), runtime.newId()).run();
    }
}
