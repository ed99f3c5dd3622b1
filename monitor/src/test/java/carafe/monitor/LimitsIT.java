package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Command;
import carafe.fixtures.Result;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of the caller that leave the program too little: one line and status 1. */
class LimitsIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void requireTheExecutable() throws IOException {
        monitor.onlyCarafe("its own words");
        Assumptions.assumeTrue(Files.readAllBytes(monitor.binary())[0] == 0x7f, "a JVM has words of its own");
    }

    @ParameterizedTest
    @CsvSource({"-v 10000,ulimit -v", "-v 1000,ulimit -v", "-d 1000,ulimit -d", "-s 64,ulimit -s"})
    void whatDoesNotFitIsToldInOneLine(String limit, String words) {
        Result result = Command.of(monitor.binary(), "--version").after("ulimit " + limit).run().fails(1, words);
        assertEquals(1, result.stderr().lines().count(), result.toString());
        assertEquals("", result.stdout());
    }
}
