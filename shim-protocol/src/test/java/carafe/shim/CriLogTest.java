package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CriLogTest {
    private final CriLogEncoder encoder = new CriLogEncoder(Stream.STDOUT);
    private final ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void aWholeLineIsTaggedF() throws ProtocolException {
        encoder.timestamp().set(1795285944, 76550399, 0);
        put("hello\n", true);
        assertEquals("2026-11-21T18:32:24.076550399+00:00 stdout F hello\n", written());
        assertFalse(encoder.isOpen());
        CriLogLine line = CriLogLine.parse(written().strip());
        assertEquals(new CriLogLine("2026-11-21T18:32:24.076550399+00:00", Stream.STDOUT, false, "hello"), line);
    }

    @Test
    void aPieceIsTaggedPAndTheEndOfTheStreamWritesTheF() {
        put("piece", false);
        assertTrue(encoder.isOpen());
        assertTrue(encoder.finish(out));
        assertFalse(encoder.finish(out));
        String[] lines = written().split("\n", -1);
        assertTrue(lines[0].endsWith(" stdout P piece"), lines[0]);
        assertTrue(lines[1].endsWith(" stdout F "), lines[1]);
    }

    @Test
    void theAnnouncedSizeIsTheSizeWritten() {
        put("abc\n", true);
        assertEquals(CriLogEncoder.recordSize(4, true), out.position());
        out.clear();
        put("abc", false);
        assertEquals(CriLogEncoder.recordSize(3, false), out.position());
    }

    @Test
    void textsOfEveryLengthAreCopiedWhole() {
        byte[] text = new byte[600];
        new Random(2).nextBytes(text);
        ByteBuffer source = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < 400; length++) {
            out.clear();
            encoder.put(out, source, length % 7, length, true);
            byte[] copied = new byte[length];
            out.get(CriLogEncoder.OVERHEAD - 1, copied);
            assertArrayEquals(Arrays.copyOfRange(text, length % 7, length % 7 + length), copied);
        }
    }

    @Test
    void timestampsAreThoseOfTheCalendar() {
        Random random = new Random(1);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx");
        CriTimestamp timestamp = new CriTimestamp(Stream.STDERR);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(0, 4_000_000_000L);
            int offset = random.nextInt(-14 * 4, 14 * 4) * 900;
            int nano = random.nextInt(1_000_000_000);
            timestamp.set(second, nano, offset);
            ZoneOffset zone = ZoneOffset.ofTotalSeconds(offset);
            String expected = OffsetDateTime.of(LocalDateTime.ofEpochSecond(second, nano, zone), zone).format(format);
            assertEquals(expected + " stderr ", timestamp.toString());
        }
    }

    @Test
    void aLineOfAnotherFormatIsRefused() {
        assertThrows(ProtocolException.class, () -> CriLogLine.parse("2026-11-21T18:32:24Z stdout X text"));
        assertThrows(ProtocolException.class, () -> CriLogLine.parse("hello"));
    }

    private void put(String text, boolean complete) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        encoder.put(out, ByteBuffer.wrap(bytes), 0, bytes.length, complete);
    }

    private String written() {
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }
}
