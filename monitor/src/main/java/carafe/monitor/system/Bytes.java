package carafe.monitor.system;

import java.nio.ByteBuffer;

/** Searching in off-heap memory. */
public final class Bytes {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';

    private Bytes() {
    }

    /**
     * The index of the first newline in {@code [from, to)}, or -1. Eight bytes at a time: a byte that equals the
     * newline becomes zero by the exclusive or, and the borrow of the subtraction marks the lowest zero byte.
     *
     * @param memory in little-endian order, so that the lowest byte is the first
     */
    public static int indexOfNewline(ByteBuffer memory, int from, int to) {
        int at = from;
        for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = memory.getLong(at) ^ NEWLINES;
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >> 3);
            }
        }
        for (; at < to; at++) {
            if (memory.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }
}
