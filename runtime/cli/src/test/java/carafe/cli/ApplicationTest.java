package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.out.RecordedOutput;
import carafe.cli.verb.Invocation;
import carafe.cli.verb.Verb;
import carafe.cli.verb.Verbs;
import carafe.cli.verb.VersionText;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.fixtures.Requires;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.spec.json.Finding;
import carafe.spec.json.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    private static final Verb GREET = new TestVerb(
            Syntax.of("greet", "say hello").operands(Operand.containerId()).failuresNameProgramAnd("greet failed: "));
    private static final Verb EXEC = new TestVerb(
            Syntax.of("exec", "run").operands(Operand.containerId()).failuresRead("exec failed: ", 255));
    private static final Verbs VERBS = new Verbs(List.of(GREET, EXEC));

    @TempDir
    Path scratch;

    private final RecordedOutput output = new RecordedOutput();
    private Map<String, String> environment = Map.of();

    /** Does what its operand says. */
    private record TestVerb(Syntax syntax) implements Verb {
        TestVerb(Syntax.Builder builder) {
            this(builder.build());
        }

        @Override
        public int run(Invocation call) {
            switch (call.containerId().value()) {
                case "refused" -> throw new Refused("container does not exist");
                case "broken" -> throw new IllegalStateException("impossible");
                case "unexecutable" -> throw SetupFailed.notExecuted("/run.sh", Errno.ENOENT);
                case "errno" -> call.kernel().readText(Fd.CWD, "/nonexistent");
                case "document" -> throw new SpecException("config.json",
                        Finding.error("/process/cwd", "\"tmp\"", "an absolute path"));
                case "warned" -> call.log().warning("odd");
                case "root" -> call.output().stdout(call.root().path());
                default -> call.output().stdout("done");
            }
            return 7;
        }
    }

    private int run(String... words) {
        return runAs("/usr/bin/carafe", words);
    }

    private int runAs(String argv0, String... words) {
        try (LocalKernel kernel = new LocalKernel()) {
            return new Application(new ProgramName(argv0), VERBS, kernel, environment::get, output).run(words);
        }
    }

    private String log() throws IOException {
        return Files.readString(scratch.resolve("log"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "-version", "--version list", "--log-format=bad -v"})
    void versionIsInLinesThatEnginesParse(String line) {
        assertEquals(0, run(line.split(" ")));
        String[] lines = output.stdout().split("\n");
        assertEquals("carafe version " + VersionText.BUILD.version(), lines[0]);
        assertTrue(lines[0].matches("carafe version \\d+\\.\\d+\\.\\d+"), lines[0]);
        assertTrue(lines[1].matches("commit: \\S+"), lines[1]);
        assertEquals("spec: 1.3.0", lines[2]);
        assertTrue(lines[3].matches("built: (unknown|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)"), lines[3]);
        assertEquals(4, lines.length);
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

    @ParameterizedTest
    @CsvSource({"greet, 1", "exec, 255"})
    void underTheNameRuncARefusedProgramIsToldInOneBareLine(String verb, int status) {
        assertEquals(status, runAs("/usr/local/sbin/runc", verb, "unexecutable"));
        assertEquals("exec /run.sh: no such file or directory\n", output.stderr());
    }

    @Test
    void underTheNameRuncTheLogStillExplainsARefusedProgram() throws IOException {
        runAs("runc", "--log", scratch.resolve("log").toString(), "--log-format", "json", "greet", "unexecutable");
        assertEquals("exec /run.sh: no such file or directory\n", output.stderr());
        assertTrue(log().contains("runc greet failed: exec /run.sh: no such file or directory (ENOENT) (the program's"),
                log());
        assertTrue(log().contains("\"pointer\":\"/process/args\""), log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"carafe", "/runc/carafe", "crunc", "runc-1.1"})
    void underEveryOtherNameARefusedProgramIsExplained(String name) {
        runAs(name, "greet", "unexecutable");
        assertTrue(output.stderr().startsWith("time="), output.stderr());
        assertTrue(output.stderr().contains("interpreter or loader is missing"), output.stderr());
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

    @Test
    void aVerbRunsAndItsStatusIsTheProgramsOwn() {
        assertEquals(7, run("--debug", "--", "greet", "x"));
        assertEquals("done", output.stdout());
        assertEquals("", output.stderr());
    }

    @Test
    void helpOfAVerbComesBeforeAnyComplaintAboutOperands() {
        assertEquals(0, run("greet", "--help"));
        assertTrue(output.stdout().startsWith("NAME:\n   carafe greet - say hello\n"), output.stdout());
        assertEquals(0, run("help", "greet"));
        assertEquals("", output.stderr());
    }

    @Test
    void aWrongNumberOfOperandsNamesTheProgramAsItWasCalled() {
        assertEquals(1, run("greet"));
        assertTrue(output.stdout().startsWith("Incorrect Usage.\n\nNAME:\n   carafe greet - "), output.stdout());
        String message = "/usr/bin/carafe: \\\"greet\\\" requires exactly 1 argument(s)";
        assertTrue(output.stderr().endsWith("level=error msg=\"" + message + "\"\n"), output.stderr());
    }

    @Test
    void aWrongFlagOfAVerbGoesToTheLog() throws IOException {
        assertEquals(1, run("--log", scratch.resolve("log").toString(), "greet", "--bogus"));
        assertTrue(output.stdout().startsWith("Incorrect Usage: flag provided but not defined: -bogus\n\nNAME:\n"));
        assertTrue(log().endsWith("level=error msg=\"flag provided but not defined: -bogus\"\n"), log());
        assertEquals("flag provided but not defined: -bogus\n", output.stderr());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            greet | refused  | 1   | carafe greet failed: container does not exist
            exec  | refused  | 255 | exec failed: container does not exist
            exec  | ``       | 255 | exec failed: container id cannot be empty
            exec  | document | 255 | exec failed: config.json: /process/cwd: found "tmp", expected an absolute path
            exec  | broken   | 255 | exec failed: internal error: java.lang.IllegalStateException: impossible
            """)
    void failuresAreAnnouncedAsTheVerbSays(String verb, String id, int status, String message) {
        assertEquals(status, run("--log", scratch.resolve("log").toString(), verb, id));
        assertEquals(message + "\n", output.stderr());
        assertEquals("", output.stdout());
    }

    @Test
    void aRefusedCallNamesItsErrnoInTheLog() throws IOException {
        run("--log", scratch.resolve("log").toString(), "--log-format", "json", "greet", "errno");
        assertEquals(1, log().lines().count());
        assertTrue(log().contains("\"errno\":\"ENOENT\""), log());
    }

    @Test
    void aSuccessWithWarningsLeavesStandardErrorAloneWhenThereIsALog() throws IOException {
        assertEquals(7, run("--log", scratch.resolve("log").toString(), "greet", "warned"));
        assertEquals("", output.stderr());
        assertTrue(log().endsWith("level=warning msg=odd\n"), log());
    }

    @Test
    void theStateRootIsAbsoluteAndClean() {
        run("--root", "/tmp/x/../y/./z", "greet", "root");
        assertEquals("/tmp/y/z", output.stdout());
    }

    @Test
    void rootKeepsStateInRunWhateverXdgSays() {
        Requires.root();
        environment = Map.of("XDG_RUNTIME_DIR", "/run/user/0");
        run("greet", "root");
        assertEquals("/run/carafe", output.stdout());
    }
}
