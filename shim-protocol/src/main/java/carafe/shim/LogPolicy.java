package carafe.shim;

import java.util.Locale;

/**
 * What the monitor does with output of one stream that comes faster than {@code bytesPerSecond}.
 *
 * @param bytesPerSecond the rate over a second that is always logged; of no meaning for {@link Mode#NONE}
 * @param sampleEvery with {@link Mode#SAMPLE}, one line in so many is logged above the rate
 */
public record LogPolicy(Mode mode, long bytesPerSecond, int sampleEvery) {
    /** Every byte is logged as fast as it comes. */
    public static final LogPolicy UNLIMITED = new LogPolicy(Mode.NONE, 0, 1);
    /** The slowest rate that can be asked for. */
    public static final long MIN_RATE = 1024;

    /** What happens above the rate. */
    public enum Mode {
        /** There is no rate. */
        NONE,
        /** The monitor reads no further, so the container waits in write(2). */
        BLOCK,
        /** Lines are counted and left out; a record says how many, in the stream, when the rate falls again. */
        DROP,
        /** As DROP, but one line in {@code sampleEvery} is kept. */
        SAMPLE;

        /** The mode's name in a control request. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Mode ofLabel(String label) throws ProtocolException {
            for (Mode mode : values()) {
                if (mode.label().equals(label)) {
                    return mode;
                }
            }
            throw new ProtocolException("mode is \"" + label + "\", expected none, block, drop or sample");
        }
    }

    /** Reads {@code MODE:RATE[:EVERY]}, as it is given on a command line. */
    public static LogPolicy parse(String text) throws ProtocolException {
        String[] words = text.split(":");
        Mode mode = Mode.ofLabel(words[0]);
        if (mode == Mode.NONE && words.length == 1) {
            return UNLIMITED;
        }
        try {
            long rate = Long.parseLong(words.length > 1 ? words[1] : "");
            int every = words.length > 2 ? Integer.parseInt(words[2]) : 1;
            if (words.length <= 3 && rate >= MIN_RATE && every >= 1 && (mode == Mode.SAMPLE || words.length == 2)) {
                return new LogPolicy(mode, rate, every);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ProtocolException("policy \"" + text + "\", expected MODE:RATE with a rate of " + MIN_RATE
                + " or more, or sample:RATE:EVERY");
    }

    /** The text of the record that stands for output which was left out. */
    public static String marker(long lines, long bytes) {
        return "[carafe-monitor: " + lines + " lines, " + bytes + " bytes dropped by the log policy]";
    }
}
