package carafe.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawTextTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void validTextIsWhatItAlwaysWas() {
        for (String text : new String[] {"", "plain", "größer", "\uFFFD", "日本", "😀", "a😀\uFFFDé"}) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            assertEquals(text, RawText.of(utf8));
            assertArrayEquals(utf8, RawText.bytes(text));
            assertTrue(RawText.isValid(text));
        }
    }

    @Test
    void bytesThatAreNoTextComeOutAgain() {
        assertEquals("h\udce4user", RawText.of(bytes('h', 0xe4, 'u', 's', 'e', 'r')));
        assertFalse(RawText.isValid("h\udce4user"));
        // cut off, overlong, a surrogate of its own, beyond U+10FFFF
        for (byte[] raw : new byte[][] {bytes(0xff), bytes('a', 0xc3), bytes(0xc0, 0xaf), bytes(0xed, 0xb2, 0x80),
            bytes(0xf4, 0x90, 0x80, 0x80), bytes(0xf0, 0x9f, 0x98), bytes(0xef, 0xbf, 0xbd, 0xfe), bytes(0x80, 0xe2)}) {
            assertArrayEquals(raw, RawText.bytes(RawText.of(raw)));
        }
    }

    @Test
    void everySequenceComesOutAgain() {
        Random random = new Random(20);
        for (int round = 0; round < 20_000; round++) {
            byte[] raw = new byte[random.nextInt(12)];
            random.nextBytes(raw);
            assertArrayEquals(raw, RawText.bytes(RawText.of(raw)), () -> java.util.HexFormat.of().formatHex(raw));
        }
    }

    @Test
    void fileNamesAreBytes() {
        try (LocalKernel kernel = new LocalKernel()) {
            String name = "/tmp/carafe-raw-" + ProcessHandle.current().pid() + "-\udcff\udce4";
            kernel.symlinkat("to \udc80", Fd.CWD, name);
            try {
                assertEquals("to \udc80", kernel.readlinkat(Fd.CWD, name));
                assertEquals(4, kernel.stat(Fd.CWD, name, FileCalls.AT_SYMLINK_NOFOLLOW).size());
            } finally {
                kernel.unlinkat(Fd.CWD, name, 0);
            }
        }
    }
}
