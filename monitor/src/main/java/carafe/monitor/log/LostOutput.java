package carafe.monitor.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Counts output that a log could not take, until it can say so. */
final class LostOutput {
    private long lines;
    private long bytes;
    private long total;

    void add(int length, boolean complete) {
        lines += complete ? 1 : 0;
        bytes += length;
        total += length;
    }

    boolean isAny() {
        return bytes > 0;
    }

    long total() {
        return total;
    }

    /** The text of a record that says what is missing, with its newline. */
    byte[] marker() {
        return ("[carafe-monitor: " + lines + " lines, " + bytes + " bytes lost, the log could not be written]\n")
                .getBytes(US_ASCII);
    }

    void reported() {
        lines = 0;
        bytes = 0;
    }
}
