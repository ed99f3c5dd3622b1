package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines that cannot be followed, and those that only ask. */
class UsageIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "|Container ID not provided. Use --cid",
        "-c x|Container UUID not provided. Use --cuuid",
        "-c x -u x|Runtime path not provided. Use --runtime",
        "-c x -u x -r /not/a/path|Runtime path /not/a/path is not valid",
        "-c x -u x -r /tmp|Log driver not provided. Use --log-path",
        "-c x -u x -r /tmp -l :|log-path must not be empty",
        "-c x -u x -r /tmp -l k8s-file:|k8s-file requires a filename",
        "-c x -u x -r /tmp -l nonsense:/x|No such log driver nonsense",
        "-c abcdefghijkl -u abcdefghijkl -r /tmp -l journald:|Container ID must be longer than 12 characters",
        "-c x -u x -r /tmp -l k8s-file:/tmp/x --log-tag t|k8s-file doesn't support --log-tag",
        "-c x -u x -r /tmp -l k8s-file:/no/dir/log|Failed to open log file",
        "-c x -u x -r /tmp -l none --exec --restore /x|Cannot use 'exec' and 'restore' at the same time",
        "-c x -u x -r /tmp -l none --exec-attach|Attach can only be specified with exec",
        "-c x -u x -r /tmp -l none --exec --exec-attach|Attach can only be specified for a non-legacy exec session",
        "-c x -u x -r /tmp -l none --exec|Exec process spec path not provided. Use --exec-process-spec",
        "-c x -u x -r /tmp -l none --exit-delay -1|Delay before invoking exit command must be greater than",
        "--nonsense|Unknown option --nonsense",
        "-c|Missing argument for -c",
        "-T x|Cannot parse integer value"})
    void oneLineSaysWhatIsWrong(String arguments, String message) {
        Result result = call(arguments == null ? new String[0] : arguments.split(" "));
        result.exits(1);
        // conmon before 2.1.13 says some of it on standard output
        String said = result.stdout() + result.stderr();
        assertTrue(said.contains(message), said);
    }

    @ParameterizedTest
    @CsvSource({"many,unable to parse _OCI_STARTPIPE", "99,unable to make _OCI_STARTPIPE CLOEXEC"})
    void aPipeThatIsNoneIsRefused(String number, String message) {
        Result result = Command.of(monitor.binary(), "-c", "x", "-u", "x", "-r", "/bin/true", "-l", "none",
                "--full-attach").withVariable("_OCI_STARTPIPE", number).run().exits(1);
        assertTrue(result.stderr().contains(message), result.stderr());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--log-rotate --log-max-files 0|log-max-files must be at least 1",
        "--log-max-files -1|log-max-files must be non-negative", "--attach-slow x|x", "--log-policy stdout:fly:1|fly",
        "-c monitor-it-123 -l journald: --log-label x|Container labels must be in format LABEL=VALUE",
        "-c monitor-it-123 -l journald: --log-label =x|Container labels must be in format LABEL=VALUE",
        "-c monitor-it-123 -l journald: --log-label a=x|only uppercase letters, numbers and underscore",
        "-l none --port-forward x|x", "-l none --port-forward 1:99999|99999"})
    void newerOptionsAreCheckedToo(String arguments, String message) {
        monitor.onlyCarafe("2.1.6 does not know them");
        Result result = call(("-c x -u x -r /tmp -l none " + arguments).split(" ")).exits(1);
        assertTrue(result.stderr().contains(message), result.stderr());
    }

    @Test
    void aPortThatOnlyRootMayUseIsSaidToAUser() {
        monitor.onlyCarafe("has no network helper");
        Requires.root();
        Requires.program("/usr/bin/setpriv");
        Result result = Command.of(monitor.binary(), "-c", "x", "-u", "x", "-r", "/bin/true", "-l", "none",
                "--network-helper", "slirp4netns", "--port-forward", "80:80")
                .under("/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups").run().exits(1);
        assertTrue(result.stderr().contains("host port 80 is below 1024")
                && result.stderr().contains("net.ipv4.ip_unprivileged_port_start"), result.stderr());
    }

    @Test
    void theVersionIsOneThatEnginesAccept() {
        String[] words = call("--version").succeeds().stdout().split("\\s+");
        assertTrue(words[0].equals("conmon") && words[1].equals("version"), String.join(" ", words));
        String[] numbers = words[2].split("\\.");
        int release = Integer.parseInt(numbers[0]) * 10000 + Integer.parseInt(numbers[1]) * 100
                + Integer.parseInt(numbers[2]);
        assertTrue(release >= 20102, words[2]);
        // podman info shows both lines in one
        assertTrue(String.join(" ", words).matches(
                ".* commit: carafe-monitor \\d+\\.\\d+\\.\\d+ \\([0-9a-f]+(-dirty)?, built [0-9T:-]+Z\\)"),
                String.join(" ", words));
    }

    @Test
    void helpNamesTheOptionsThatCriOLooksFor() {
        String help = call("--help").succeeds().stdout();
        assertTrue(help.contains("--log-global-size-max"), help);
    }

    private Result call(String... arguments) {
        return Command.of(monitor.binary()).with(Arrays.stream(arguments).toArray()).run();
    }
}
