package carafe.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
            "0, 0", "5s, 5000000000", "500ms, 500000000", "1.5h, 5400000000000", "1m30s, 90000000000",
            "10us, 10000", "10\u00b5s, 10000", "10\u03bcs, 10000", "7ns, 7", "-2s, -2000000000", "+2s, 2000000000",
            ".5s, 500000000", "1.s, 1000000000", "100.00100s, 100001000000",
            "2562047h47m16.854775807s, 9223372036854775807",
    })
    void readsWhatGoReads(String text, long nanoseconds) {
        assertEquals(nanoseconds, GoDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "5", "s", ".s", "1d", "1 s", "1s ", "3000000h", "99999999999999999999s", "abc"})
    void refusesWhatGoRefuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> GoDuration.parse(text));
    }
}
