package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.out.RecordedOutput;
import carafe.kernel.LocalKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    @TempDir
    Path scratch;

    private final RecordedOutput output = new RecordedOutput();
    private Map<String, String> environment = Map.of();

    private int run(String... words) {
        return runAs("/usr/bin/carafe", words);
    }

    private int runAs(String argv0, String... words) {
        try (LocalKernel kernel = new LocalKernel()) {
            return new Application(argv0, kernel, environment::get, output).run(words);
        }
    }

    private String log() throws IOException {
        return Files.readString(scratch.resolve("log"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "-version", "--version list", "--log-format=bad -v"})
    void versionIsThreeLinesThatEnginesParse(String line) {
        assertEquals(0, run(line.split(" ")));
        String[] lines = output.stdout().split("\n");
        assertEquals("carafe version " + BuildInfo.VERSION, lines[0]);
        assertTrue(lines[0].matches("carafe version \\d+\\.\\d+\\.\\d+"), lines[0]);
        assertTrue(lines[1].matches("commit: \\S+"), lines[1]);
        assertEquals("spec: 1.3.0", lines[2]);
        assertEquals("", output.stderr());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "h", "--help list", ""})
    void helpGoesToStandardOutput(String line) {
        assertEquals(0, run(line.split(" ")));
        assertTrue(output.stdout().startsWith("NAME:\n   carafe - Open Container Initiative runtime\n"));
        assertEquals("", output.stderr());
    }

    @Test
    void aCallWithoutWordsShowsHelp() {
        assertEquals(0, run());
        assertTrue(output.stdout().startsWith("NAME:\n"));
    }

    @Test
    void aLinkWithAnotherNameSpeaksUnderThatName() {
        assertEquals(0, runAs("/opt/runc", "--version"));
        assertTrue(output.stdout().startsWith("runc version "));
    }

    @Test
    void anUnknownCommandIsAnErrorOfItsOwn() {
        assertEquals(3, run("frob"));
        assertTrue(output.stderr().endsWith("level=error msg=\"No help topic for 'frob'\"\n"), output.stderr());
        assertEquals("", output.stdout());
    }

    @Test
    void aWrongGlobalFlagShowsTheMistakeTheHelpAndTheErrorOnce() {
        assertEquals(1, run("--bogus"));
        assertTrue(output.stdout().startsWith(
                "Incorrect Usage. flag provided but not defined: -bogus\n\nNAME:\n   carafe - "), output.stdout());
        assertTrue(output.stderr().endsWith("level=error msg=\"flag provided but not defined: -bogus\"\n"));
    }

    @Test
    void anUnknownLogFormatIsRefused() {
        assertEquals(1, run("--log-format", "xml", "list"));
        assertTrue(output.stderr().endsWith("level=error msg=\"invalid log-format: xml\"\n"), output.stderr());
    }

    @Test
    void aLogThatCannotBeOpenedIsReportedOnStandardError() {
        assertEquals(1, run("--log", scratch.resolve("none/log").toString(), "list"));
        String expected = "level=error msg=\"open " + scratch + "/none/log: no such file or directory\"\n";
        assertTrue(output.stderr().endsWith(expected), output.stderr());
    }

    @Test
    void aFailureIsOneJsonLineInTheLogAndABareLineOnStandardError() throws IOException {
        assertEquals(3, run("--log", scratch.resolve("log").toString(), "--log-format", "json", "frob"));
        assertTrue(log().matches(
                "\\{\"level\":\"error\",\"msg\":\"No help topic for 'frob'\",\"time\":\"[0-9TZ:-]+\"}\n"), log());
        assertEquals("No help topic for 'frob'\n", output.stderr());
    }

    @Test
    void theLogIsAppendedTo() throws IOException {
        Files.writeString(scratch.resolve("log"), "earlier\n");
        run("--log", scratch.resolve("log").toString(), "frob");
        assertTrue(log().startsWith("earlier\ntime="), log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/x/..", "/../"})
    void theRootDirectoryCannotKeepState(String root) {
        assertEquals(1, run("--root", root, "list"));
        assertTrue(output.stderr().endsWith("msg=\"Option --root argument should not be set to /\"\n"));
    }
}
