package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A clock that somebody sets back. */
@Tag("guest")
class ClockIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void theClockIsOurs() {
        Assumptions.assumeTrue(Boolean.getBoolean("carafe.guest"), "only a virtual machine's clock may be set");
    }

    @Test
    void theTimeLimitIsKeptAndTheLogShowsTheNewTime() throws Exception {
        MonitoredContainer container = monitor.container(
                "echo before; while [ ! -e /go ]; do sleep 0.05; done; echo after; sleep 600").with("-T", "10").run();
        Eventually.holds("the first line is logged", () -> container.file("log").toFile().length() > 0);
        Instant now = Instant.now();
        set(now.minus(2, ChronoUnit.HOURS));
        try {
            Files.createFile(container.bundle().rootfs("/go"));
            assertEquals(-1, container.exitCode());
        } finally {
            set(now);
        }
        String[] lines = container.log().split("\n");
        assertTrue(lines[0].endsWith(" before") && lines[1].endsWith(" after"));
        assertTrue(lines[0].compareTo(lines[1]) > 0, lines[0] + " is later than " + lines[1]);
    }

    private static void set(Instant time) {
        Command.of("date", "--utc", "--set", time.truncatedTo(ChronoUnit.SECONDS)).run().succeeds();
    }
}
