package carafe.cli.out;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class Rfc3339Test {
    @Test
    void agreesWithTheLibraryOnEveryDayOfFourCenturies() {
        Instant day = Instant.parse("1899-12-30T23:59:59Z");
        for (int i = 0; i < 147_000; i++) {
            assertEquals(day.toString(), Rfc3339.format(day.getEpochSecond()));
            day = day.plus(1, ChronoUnit.DAYS);
        }
    }

    @Test
    void padsEveryField() {
        assertEquals("1970-01-01T00:00:00Z", Rfc3339.format(0));
        assertEquals("2024-02-29T03:04:05Z", Rfc3339.format(1_709_175_845L));
    }
}
