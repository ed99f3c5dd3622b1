package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code exec --user} with half a number ran as another user, root above all. */
class Cve2026_30892IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Result exec(String user) {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        return runtime.command("exec", "--user", user, container.id(), "sh", "-c", "echo $(id -u):$(id -g)").run();
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000:0", "1000:1001, 1000:1001", "0:5, 0:5", "0, 0:0"})
    void wholeNumbersAreTheUserAndGroup(String user, String ids) {
        assertEquals(ids + "\n", exec(user).succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1000abc", "0x10", " 1", "1 ", ":5", "1000:", "1000:abc", "1000:5x", "--", "1.5",
        "99999999999999999999"})
    void anythingElseIsRefused(String user) {
        Result result = exec(user);
        assertEquals(255, result.exit(), result::toString);
        assertEquals("", result.stdout());
    }
}
