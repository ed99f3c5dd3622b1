package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The wire format of protocol buffers, against the examples of its documentation. */
class ProtoTest {
    private static byte[] hex(String digits) {
        return HexFormat.ofDelimiter(" ").parseHex(digits);
    }

    @Test
    void numbersTextsAndMessagesAreWrittenAsTheDocumentationShows() {
        assertArrayEquals(hex("08 96 01"), new ProtoWriter().number(1, 150).toBytes());
        assertArrayEquals(hex("12 07 74 65 73 74 69 6e 67"), new ProtoWriter().text(2, "testing").toBytes());
        assertArrayEquals(hex("1a 03 08 96 01"),
                new ProtoWriter().message(3, new ProtoWriter().number(1, 150)).toBytes());
        assertArrayEquals(hex("98 06 01"), new ProtoWriter().flag(99, true).toBytes());
    }

    @Test
    void aNegativeNumberTakesTenBytes() {
        assertArrayEquals(hex("08 fe ff ff ff ff ff ff ff ff 01"), new ProtoWriter().number(1, -2).toBytes());
        ProtoReader in = new ProtoReader(hex("08 fe ff ff ff ff ff ff ff ff 01"));
        assertTrue(in.next());
        assertEquals(-2, in.number());
    }

    @Test
    void whatIsNotAskedForIsSkipped() {
        ProtoReader in = new ProtoReader(hex("09 01 02 03 04 05 06 07 08 15 01 02 03 04 1a 01 78 20 05"));
        for (int field = 1; field <= 4; field++) {
            assertTrue(in.next());
            assertEquals(field, in.field());
        }
        assertEquals(5, in.number());
        assertFalse(in.next());
    }

    @Test
    void aMessageThatIsCutOffIsRefused() {
        byte[] whole = new ProtoWriter().number(1, 300).message(5, new ProtoWriter().text(1, "post-dump")).toBytes();
        for (int length = 1; length < whole.length; length++) {
            if (length == 3) {
                continue;
            }
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(IllegalArgumentException.class, () -> CriuReply.read(part), "of " + length + " bytes");
        }
    }

    @Test
    void aNumberThatNeverEndsIsRefused() {
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0x80);
        assertThrows(IllegalArgumentException.class, () -> new ProtoReader(endless).next());
    }
}
