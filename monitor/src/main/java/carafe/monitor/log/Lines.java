package carafe.monitor.log;

import java.nio.ByteBuffer;

/** Counting newlines. */
final class Lines {
    private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
    private static final long LOWS = 0x7f7f7f7f7f7f7f7fL;

    private Lines() {
    }

    /** Eight bytes at a time; a byte that is a newline gives the one zero high bit that is counted. */
    static int count(ByteBuffer memory, int from, int to) {
        int count = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = memory.getLong(at) ^ NEWLINES;
            long nonZero = (word & LOWS) + LOWS | word | LOWS;
            count += Long.BYTES - Long.bitCount(nonZero >>> 7 & 0x0101010101010101L);
        }
        for (; at < to; at++) {
            count += memory.get(at) == '\n' ? 1 : 0;
        }
        return count;
    }
}
