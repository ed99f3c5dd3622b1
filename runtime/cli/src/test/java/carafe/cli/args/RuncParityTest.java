package carafe.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.verb.Syntaxes;
import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser beside the real thing: what runc calls wrong, and in which words, is wrong here in the same words. */
class RuncParityTest {
    private static final String RUNC = "/usr/sbin/runc";
    private static final Pattern MESSAGE = Pattern.compile("level=error msg=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @BeforeAll
    static void needsRunc() {
        Requires.program(RUNC);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "state", "state a b", "state --bogus a", "state ---x", "state --=x", "state - b", "state -- a b",
            "create", "create --bundle", "create -b", "create --preserve-fds=x a", "create --no-pivot=maybe a",
            "create a b", "create a --preserve-fds=x", "create --preserve-fds 99999999999999999999 a", "create a -- -b",
            "create a --console-socket -b /tmp/x",
            "run", "run a b", "run -dx a", "run --keep=1x a", "run --detach --keep a b",
            "start", "start a b", "delete", "delete -f", "delete -f a b", "delete --force=z a",
            "kill", "kill a 9 10", "kill --bogus a", "kill -a=x a", "kill -a a 9 -a",
            "exec", "exec --env", "exec -e", "exec --bogus a b", "exec --preserve-fds= a b", "exec --tty=tty a b",
            "list x", "list -f", "list --format", "list -q -f json x", "list --quiet=2",
            "ps", "ps -f", "ps --bogus a", "pause", "pause a b", "resume", "resume --x a",
            "events", "events --interval", "events --interval=abc a", "events --interval 1 a", "events --stats=x a",
            "update", "update --memory", "update --pids-limit x a", "update --blkio-weight=1.5 a", "update a b",
            "checkpoint", "checkpoint --status-fd=z a", "checkpoint --image-path", "checkpoint --leave-running a b",
            "restore", "restore --lsm-mount-context", "restore --empty-ns", "restore -d a b",
            "spec a", "spec --bundle", "features x",
    })
    void theSameMistakeInTheSameWords(String line) {
        String[] words = line.split(" ");
        Result runc = Command.of(RUNC).with((Object[]) words).run();
        assertEquals(1, runc.exit());
        assertTrue(runc.stdout().startsWith("Incorrect Usage"), runc::stdout);
        assertEquals(runcMessage(runc).replaceFirst("^\\S*runc: ", ""), complaint(words));
    }

    /** runc gets past the command line with these, and fails because the container or bundle does not exist. */
    @ParameterizedTest
    @ValueSource(strings = {
            "state nope", "state -- nope", "state -",
            "create -b=/nonexistent nope", "create nope --bundle /nonexistent", "create nope -b /nonexistent --no-pivot",
            "run -d=true nope --bundle /nonexistent", "run nope --keep -d --bundle /nonexistent",
            "kill nope -9", "kill nope --bogus", "exec nope -e x", "exec -e A=1 -e B=2,3 nope --bogus sh",
            "exec --preserve-fds 0x10 nope sh", "ps nope -h", "ps nope aux --forest",
            "events nope --stats --interval 5s", "events --interval=1.5h nope", "update nope --memory 5 --pids-limit 0x10",
            "update --memory= nope", "checkpoint --status-fd 0b1 nope", "pause nope", "resume nope",
    })
    void theSameLinesAreUnderstood(String line) {
        String[] words = line.split(" ");
        Result runc = Command.of(RUNC).with((Object[]) words).run();
        assertNotEquals(0, runc.exit());
        if (runc.stdout().startsWith("Incorrect Usage")) {
            assertEquals(runcMessage(runc).replaceFirst("^\\S*runc: ", ""), complaint(words));
        } else {
            assertEquals(null, complaint(words));
        }
    }

    private static String complaint(String[] words) {
        Syntax syntax = Syntaxes.of(words[0]);
        try {
            Arguments parsed = ArgumentParser.parse(syntax, Arrays.copyOfRange(words, 1, words.length), 0);
            return syntax.complaintAbout(parsed.operands().size());
        } catch (UsageException wrong) {
            return wrong.getMessage();
        }
    }

    private static String runcMessage(Result result) {
        Matcher matcher = MESSAGE.matcher(result.stderr());
        assertTrue(matcher.find(), result::stderr);
        return matcher.group(1).replace("\\\"", "\"");
    }
}
