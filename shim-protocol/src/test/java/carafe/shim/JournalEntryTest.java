package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalEntryTest {
    @Test
    void anEntryHasTheFieldsThatJournalctlUsersKnow() {
        JournalEntry entry = new JournalEntry("0123456789abcdef", "web", "v1", List.of("A_1=x"));
        ByteBuffer out = ByteBuffer.allocate(entry.size(2));
        entry.put(out, ByteBuffer.wrap(new byte[] {'.', 'h', 'i'}), 1, 2, JournalEntry.ERROR, true);
        String expected = "MESSAGE\n\2\0\0\0\0\0\0\0hi\nCONTAINER_ID_FULL=0123456789abcdef\n"
                + "CONTAINER_ID=0123456789ab\nCONTAINER_TAG=v1\nCONTAINER_NAME=web\nSYSLOG_IDENTIFIER=v1\nA_1=x\n"
                + "PRIORITY=3\nCONTAINER_PARTIAL_MESSAGE=true\n";
        assertEquals(expected, new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII));
        assertTrue(out.position() <= out.capacity());
    }

    @Test
    void aPriorityPrefixIsOneDigitInAngleBrackets() {
        assertEquals(4, JournalEntry.priorityPrefix(ByteBuffer.wrap("<4>x".getBytes()), 0, 4));
        assertEquals(-1, JournalEntry.priorityPrefix(ByteBuffer.wrap("<8>x".getBytes()), 0, 4));
        assertEquals(-1, JournalEntry.priorityPrefix(ByteBuffer.wrap("<4".getBytes()), 0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOVALUE", "=x", "A=b=c", "lower=x", "MY%LABEL=x"})
    void aLabelThatJournaldWouldDropIsRefused(String label) {
        assertThrows(ProtocolException.class, () -> JournalEntry.checkLabel(label));
    }

    @Test
    void aGoodLabelPasses() {
        assertDoesNotThrow(() -> JournalEntry.checkLabel("MY_LABEL1="));
    }
}
