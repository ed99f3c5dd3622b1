package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyncMessageTest {
    @Test
    void theKeyFollowsApiVersionAndMode() {
        assertEquals("{\"data\": 42}\n", text(SyncMessage.of(42).encode(SyncMessage.Key.of(true, true))));
        assertEquals("{\"pid\": 42}\n", text(SyncMessage.of(42).encode(SyncMessage.Key.of(false, false))));
        assertEquals("{\"exit_code\": 3}\n", text(SyncMessage.of(3).encode(SyncMessage.Key.of(false, true))));
    }

    @Test
    void aMessageIsEscapedAsEnginesKnowIt() {
        byte[] line = SyncMessage.of(-1, "a \"b\" \\ /c\n\t\u0001\u007f").encode(SyncMessage.Key.DATA);
        assertEquals("{\"data\": -1, \"message\": \"a \\\"b\\\" \\\\ \\/c\\n\\t\\u0001\\u007f\"}\n", text(line));
    }

    @Test
    void bytesThatAreNoUtf8PassUnchanged() {
        byte[] line = new SyncMessage(-1, new byte[] {(byte) 0xff, 'x'}).encode(SyncMessage.Key.DATA);
        assertArrayEquals(new byte[] {(byte) 0xff, 'x', '"'}, Arrays.copyOfRange(line, 25, 28));
    }

    @Test
    void whatIsWrittenCanBeRead() throws ProtocolException {
        SyncMessage read = SyncMessage.decode(text(SyncMessage.of(-1, "no such file: \u00fc\n").encode(
                SyncMessage.Key.PID)));
        assertEquals(-1, read.value());
        assertEquals("no such file: \u00fc\n", read.text());
    }

    @Test
    void aLineWithoutANumberIsRefused() {
        assertThrows(ProtocolException.class, () -> SyncMessage.decode("{\"message\": \"x\"}"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
