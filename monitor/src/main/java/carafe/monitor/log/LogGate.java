package carafe.monitor.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Sys;
import carafe.monitor.system.Bytes;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.util.List;

/**
 * The rate limit of one stream: a bucket that holds the bytes of one second and is filled evenly. Whole lines are let
 * through or left out, so a record is never cut.
 */
final class LogGate {
    private static final int MARKER = 128;
    private static final long NANOS = 1_000_000_000L;

    private final Sys sys;
    private final Stream stream;
    private final List<LogSink> sinks;
    private final int marker;
    private LogPolicy policy = LogPolicy.UNLIMITED;
    private long tokens;
    private long filledAt;
    private boolean inLine;
    private boolean dropping;
    private long aboveRate;
    private long markedLines;
    private long markedBytes;
    private long dropped;

    LogGate(Sys sys, Stream stream, List<LogSink> sinks) {
        this.sys = sys;
        this.stream = stream;
        this.sinks = sinks;
        marker = sys.offset(sys.pool().take(MARKER));
    }

    void setPolicy(LogPolicy next) {
        policy = next;
        tokens = next.bytesPerSecond();
        filledAt = System.nanoTime();
        dropping = false;
    }

    LogPolicy policy() {
        return policy;
    }

    long dropped() {
        return dropped;
    }

    /** Gives the number of newlines, which costs nothing where lines are looked for anyway. */
    int write(int offset, int length) {
        return switch (policy.mode()) {
            case NONE -> pass(offset, length);
            case BLOCK -> {
                fill();
                tokens -= length;
                yield pass(offset, length);
            }
            case DROP, SAMPLE -> choose(offset, length);
        };
    }

    /** How long the bucket needs to have something in it again. */
    long delay() {
        if (policy.mode() != LogPolicy.Mode.BLOCK) {
            return 0;
        }
        fill();
        return tokens >= 0 ? 0 : Math.max(1, -tokens * 1000 / policy.bytesPerSecond());
    }

    void finish() {
        markDropped();
    }

    void close() {
        sys.pool().give(sys.arena().address() + marker, MARKER);
    }

    private int choose(int offset, int length) {
        fill();
        int at = offset;
        int end = offset + length;
        int lines = 0;
        while (at < end) {
            int newline = Bytes.indexOfNewline(sys.memory(), at, end);
            int piece = (newline < 0 ? end : newline + 1) - at;
            if (!inLine) {
                dropping = !isLetThrough(piece);
            }
            if (dropping) {
                markedBytes += piece;
                markedLines += newline < 0 ? 0 : 1;
                dropped += piece;
            } else {
                tokens -= piece;
                pass(at, piece);
            }
            lines += newline < 0 ? 0 : 1;
            inLine = newline < 0;
            at += piece;
        }
        return lines;
    }

    private boolean isLetThrough(int piece) {
        if (tokens >= piece) {
            markDropped();
            return true;
        }
        return policy.mode() == LogPolicy.Mode.SAMPLE && aboveRate++ % policy.sampleEvery() == 0;
    }

    /** Says in the log what is missing, before the first line that is let through again. */
    private void markDropped() {
        if (markedBytes == 0) {
            return;
        }
        byte[] text = (LogPolicy.marker(markedLines, markedBytes) + "\n").getBytes(US_ASCII);
        sys.memory().put(marker, text);
        markedLines = 0;
        markedBytes = 0;
        aboveRate = 0;
        pass(marker, text.length);
    }

    private int pass(int offset, int length) {
        if (sinks.isEmpty()) {
            return Lines.count(sys.memory(), offset, offset + length);
        }
        int lines = 0;
        for (int i = 0; i < sinks.size(); i++) {
            lines = sinks.get(i).write(stream, offset, length);
        }
        return lines;
    }

    private void fill() {
        long now = System.nanoTime();
        long passed = Math.min(now - filledAt, NANOS);
        long gained = passed * (policy.bytesPerSecond() / 1000) / (NANOS / 1000);
        if (gained > 0) {
            tokens = Math.min(policy.bytesPerSecond(), tokens + gained);
            filledAt = now;
        }
    }
}
