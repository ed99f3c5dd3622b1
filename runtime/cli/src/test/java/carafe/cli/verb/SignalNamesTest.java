package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNamesTest {
    @ParameterizedTest
    @CsvSource({"TERM, 15", "SIGTERM, 15", "sigterm, 15", "Kill, 9", "9, 9", "0, 0", "37, 37", "sys, 31", "poll, 29",
            "SIGIOT, 6", "cld, 17", "winch, 28"})
    void namesInAnyFormAndNumbersAreSignals(String text, int number) {
        assertEquals(number, SignalNames.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "SIG", "", "SIGSIGTERM", "9x"})
    void anythingElseIsNamedInTheMessage(String text) {
        Refused unknown = assertThrows(Refused.class, () -> SignalNames.parse(text));
        assertEquals("unknown signal \"" + text + "\"", unknown.getMessage());
    }
}
