package carafe.shim;

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

    private final byte[] head;
    private long second = Long.MIN_VALUE;
    private int offset = Integer.MIN_VALUE;

    public CriTimestamp(Stream stream) {
        String template = "0000-00-00T00:00:00.000000000+00:00 " + stream.label() + " ";
        head = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            head[i] = (byte) template.charAt(i);
        }
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
    }

    /** The bytes themselves; the caller copies and does not keep them. */
    public byte[] bytes() {
        return head;
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
