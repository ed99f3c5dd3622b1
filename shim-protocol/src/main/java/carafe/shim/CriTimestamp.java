package carafe.shim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head of a CRI log line, kept ready and changed in place: {@code 2026-11-21T18:32:24.076550399+00:00 stdout }.
 * Within one second only the nine digits of the fraction are written again.
 */
public final class CriTimestamp {
    /** Bytes of a head, the same for both streams. */
    public static final int LENGTH = 43;

    private static final int FRACTION = 20;
    private static final int OFFSET = 29;
    private static final int DAY_SECONDS = 86400;
    private static final int WORDS = 6;
    /** Where the tag lies in the last word. */
    private static final int TAG_SHIFT = (LENGTH - (WORDS - 1) * Long.BYTES) * Byte.SIZE;

    /** The bytes of the head and, from {@link #LENGTH} on, room for a tag. */
    private final byte[] head = new byte[Long.BYTES * WORDS];
    private final long[] words = new long[WORDS];
    private long second = Long.MIN_VALUE;
    private int offset = Integer.MIN_VALUE;

    public CriTimestamp(Stream stream) {
        String template = "0000-00-00T00:00:00.000000000+00:00 " + stream.label() + " ";
        for (int i = 0; i < LENGTH; i++) {
            head[i] = (byte) template.charAt(i);
        }
        set(0, 0, 0);
    }

    /** Sets the time: seconds and nanoseconds since the epoch, and the zone's offset from UTC in seconds. */
    public void set(long epochSecond, int nano, int offsetSeconds) {
        if (epochSecond != second || offsetSeconds != offset) {
            second = epochSecond;
            offset = offsetSeconds;
            putDateAndTime(epochSecond + offsetSeconds);
            int minutes = Math.abs(offsetSeconds) / 60;
            head[OFFSET] = (byte) (offsetSeconds < 0 ? '-' : '+');
            put(OFFSET + 1, 2, minutes / 60);
            put(OFFSET + 4, 2, minutes % 60);
        }
        put(FRACTION, 9, nano);
        for (int i = 0; i < WORDS; i++) {
            words[i] = littleEndian(i * Long.BYTES);
        }
    }

    private long littleEndian(int from) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = word << Byte.SIZE | head[from + i] & 0xff;
        }
        return word;
    }

    /**
     * Writes the head, a tag and a blank at an index of a little-endian buffer, in whole words: three bytes more than
     * that are overwritten.
     */
    void write(ByteBuffer out, int at, char tag) {
        for (int i = 0; i < WORDS - 1; i++) {
            out.putLong(at + i * Long.BYTES, words[i]);
        }
        long tagged = words[WORDS - 1] | (long) tag << TAG_SHIFT | (long) ' ' << TAG_SHIFT + Byte.SIZE;
        out.putLong(at + (WORDS - 1) * Long.BYTES, tagged);
    }

    @Override
    public String toString() {
        return new String(head, 0, LENGTH, StandardCharsets.US_ASCII);
    }

    private void putDateAndTime(long local) {
        long days = Math.floorDiv(local, DAY_SECONDS);
        int rest = (int) Math.floorMod(local, (long) DAY_SECONDS);
        // Civil date from a day count: years begin in March, so that the leap day is the last day of a year.
        long shifted = days + 719468;
        long era = Math.floorDiv(shifted, 146097);
        int dayOfEra = (int) (shifted - era * 146097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        put(0, 4, (int) year);
        put(5, 2, month);
        put(8, 2, dayOfYear - (153 * marchMonth + 2) / 5 + 1);
        put(11, 2, rest / 3600);
        put(14, 2, rest / 60 % 60);
        put(17, 2, rest % 60);
    }

    private void put(int at, int digits, int value) {
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            head[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
