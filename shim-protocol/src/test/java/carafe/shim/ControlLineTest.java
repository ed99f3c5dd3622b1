package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlLineTest {
    @Test
    void aResizeHasHeightAndWidth() throws ProtocolException {
        assertEquals(new ControlLine.Resize(24, 80), ControlLine.parseCtl("1 24 80"));
        assertEquals(new ControlLine.Resize(10, 20), ControlLine.parseCtl("1 0010 0020"));
        assertEquals(new ControlLine.Resize(1001, 5000), ControlLine.parseCtl("1 1001 5000"));
        assertEquals(new ControlLine.Resize(65535, 65535), ControlLine.parseCtl("1 65535 65535"));
        assertEquals(new ControlLine.Resize(24, 80), ControlLine.parseWinsz("24 80"));
    }

    @Test
    void wordsAfterTheLastNumberAreIgnored() throws ProtocolException {
        assertEquals(new ControlLine.Resize(2, 2), ControlLine.parseCtl("1 2 2 3"));
    }

    @Test
    void typeTwoReopensTheLogs() throws ProtocolException {
        assertEquals(new ControlLine.ReopenLogs(), ControlLine.parseCtl("2 0 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2", "foo", "999", "999 2 2", "1 -1 -1", "1 10.5 20.3", "1 0x10 0x20",
        "1 65536 10", "1 10 65536", "1 100000 100000", "1 99999999999 1", "2 -1 0"})
    void anythingElseIsRefused(String line) {
        assertThrows(ProtocolException.class, () -> ControlLine.parseCtl(line));
    }
}
