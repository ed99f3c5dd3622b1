package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of the caller that leave the program too little: one line, status 1, and nothing left behind. */
class LimitsIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireTheExecutable() {
        runtime.peer().onlyCarafe("its own words");
        Assumptions.assumeFalse(runtime.isOnJvm(), "what a JVM does without memory is its own affair");
    }

    @ParameterizedTest
    @CsvSource({"-v 46000,ENOMEM", "-v 20000,ENOMEM", "-v 10000,ulimit -v", "-v 1000,ulimit -v", "-d 1000,ulimit -d",
        "-s 64,ulimit -s"})
    void whatDoesNotFitIsToldInOneLine(String limit, String words) {
        Result result = runtime.bareCommand("--version").after("ulimit " + limit).run().fails(1, words);
        assertEquals(1, result.stderr().lines().count(), result.toString());
        assertTrue(result.stderr().startsWith("carafe: "), result.stderr());
        assertEquals("", result.stdout());
    }

    /** From where the program begins at all to where there is enough for everything. */
    @ParameterizedTest
    @ValueSource(strings = {"-v 48000", "-v 52000", "-v 56000", "-v 60000", "-v 64000", "-v 68000", "-v 72000", "-v 80000",
        "-d 11000", "-d 12000", "-d 13000", "-d 16000", "-s 128", "-s 192", "-s 256"})
    void aContainerRunsOrIsRefused(String limit) {
        Container container = runtime.container(runtime.bundle().args("true"));
        container.bundle().write();
        Result result = container.command("run").after("ulimit " + limit).run();
        if (result.exit() != 0) {
            result.exits(1);
            assertEquals(1, result.stderr().lines().count(), result.toString());
            assertTrue(result.stderr().contains("ENOMEM") || result.stderr().contains("out of "), result.stderr());
        }
        assertEquals(List.of(), runtime.leftovers());
    }
}
