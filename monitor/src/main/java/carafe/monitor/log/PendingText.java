package carafe.monitor.log;

import carafe.kernel.Sys;
import carafe.shim.Stream;

/** What is left of one read of a stream, for a log that could not take it all at once. Allocates nothing. */
final class PendingText {
    private final Sys sys;
    private final int start;
    private final int capacity;
    private Stream stream = Stream.STDOUT;
    private int at;
    private int end;

    PendingText(Sys sys, int capacity) {
        this.sys = sys;
        this.capacity = capacity;
        start = sys.offset(sys.pool().take(capacity));
        at = start;
        end = start;
    }

    void close() {
        sys.pool().give(sys.arena().address() + start, capacity);
    }

    boolean isEmpty() {
        return at == end;
    }

    /** Whether so much more of this stream can be appended. */
    boolean fits(Stream of, int length) {
        return isEmpty() ? length <= capacity : of == stream && end + length <= start + capacity;
    }

    /** Appends a copy of what {@link #fits}. */
    void append(Stream of, int offset, int length) {
        if (isEmpty()) {
            at = start;
            end = start;
            stream = of;
        }
        sys.memory().put(end, sys.memory(), offset, length);
        end += length;
    }

    Stream stream() {
        return stream;
    }

    /** Where in the arena the text begins. */
    int offset() {
        return at;
    }

    int length() {
        return end - at;
    }

    /** Gives up this much at the beginning. */
    void remove(int length) {
        at += length;
    }
}
