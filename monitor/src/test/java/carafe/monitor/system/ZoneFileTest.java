package carafe.monitor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
        "Pacific/Auckland"})
    void offsetsAreThoseOfTheZoneDatabase(String name) throws IOException {
        Path file = Path.of("/usr/share/zoneinfo").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "needs the package tzdata");
        ZoneFile zone = ZoneFile.parse(Files.readAllBytes(file));
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            long second = random.nextLong(946684800L, 2524608000L);
            int expected = ZoneId.of(name).getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
            assertEquals(expected, zone.offsetAt(second), name + " at " + Instant.ofEpochSecond(second));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Europe/Berlin|CET-1CEST,M3.5.0,M10.5.0/3",
        "America/New_York|EST5EDT,M3.2.0,M11.1.0", "Pacific/Auckland|NZST-12NZDT,M9.5.0,M4.1.0/3",
        "Asia/Kolkata|IST-5:30", "Australia/Lord_Howe|<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"})
    void rulesHoldForTheFuture(String name, String text) {
        ZoneRule rule = ZoneRule.parse(text);
        Random random = new Random(4);
        for (int i = 0; i < 5000; i++) {
            long second = random.nextLong(1577836800L, 4000000000L);
            int expected = ZoneId.of(name).getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
            assertEquals(expected, rule.offsetAt(second), name + " at " + Instant.ofEpochSecond(second));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TZif", "TZif2\0\0\0", "not a zone file at all, but longer than a header of 44 bytes"})
    void anythingElseIsUtc(String content) {
        assertEquals(0, ZoneFile.parse(content.getBytes()).offsetAt(1_700_000_000));
    }
}
