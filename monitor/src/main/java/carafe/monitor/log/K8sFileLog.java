package carafe.monitor.log;

import carafe.kernel.Errno;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.monitor.system.Bytes;
import carafe.monitor.system.Clock;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.shim.CriLogEncoder;
import carafe.shim.Stream;
import java.nio.ByteBuffer;

/**
 * A log file in the CRI format. Records are gathered in one buffer for each read of the container's output, so a
 * buffer is usually one write(2).
 *
 * <p>When the file cannot be written (full disk, I/O error) the container is not held up: the buffer is kept and
 * tried again every second, output that comes meanwhile is counted, and when the file can be written again a record
 * says how much is missing. The failure itself is reported once.
 */
public final class K8sFileLog implements LogSink {
    private static final int FILE_MODE = 0640;
    private static final int BUFFER = 96 * 1024;
    private static final long RETRY_MILLIS = 1000;

    /**
     * Limits of a file; negative for none.
     *
     * @param rotation what to do at the limit of its size; null begins the file anew and loses what was in it
     */
    public record Limits(long size, long total, LogRotation rotation) {
    }

    /** What becomes of output that ends without a newline. */
    public enum LastLine {
        /** An empty record closes the line: readers of logs wait for it. */
        COMPLETED,
        /**
         * The file ends with a partial record. CRI-O restores a session's output from it, byte for byte, and would take
         * the newline of a closing record for the command's.
         */
        AS_IT_IS
    }

    private final Sys sys;
    private final OwnLog log;
    private final Clock clock;
    private final String path;
    private final Limits limits;
    private final LastLine lastLine;
    private final CriLogEncoder[] encoders = {new CriLogEncoder(Stream.STDOUT), new CriLogEncoder(Stream.STDERR)};
    private final long buffer;
    private final ByteBuffer out;
    private final EventLoop.Timer retry;
    private final LostOutput lost = new LostOutput();
    private int fd;
    private long written;
    private long total;
    /** Bytes at the start of a kept buffer that are in the file already. */
    private int flushed;
    private boolean failing;

    public K8sFileLog(Sys sys, EventLoop loop, OwnLog log, Clock clock, String path, Limits limits,
            LastLine lastLine) {
        this.sys = sys;
        this.log = log;
        this.clock = clock;
        this.path = path;
        this.limits = limits;
        this.lastLine = lastLine;
        buffer = sys.pool().take(BUFFER);
        out = sys.memory().slice(sys.offset(buffer), BUFFER).order(sys.memory().order());
        retry = loop.timer(this::retry);
        open();
        total = written;
    }

    private void open() {
        fd = sys.open(path, Open.O_WRONLY | Open.O_APPEND | Open.O_CREAT, FILE_MODE);
        written = fd < 0 ? 0 : Math.max(0, sys.size(fd));
    }

    /** Which streams an earlier monitor has left with an incomplete line. */
    public void resume(OpenRecords open) {
        for (Stream stream : Stream.values()) {
            if (open.isOpen(stream)) {
                encoders[stream.ordinal()].resumeOpen();
            }
        }
    }

    @Override
    public int write(Stream stream, int offset, int length) {
        ByteBuffer text = sys.memory();
        CriLogEncoder encoder = encoders[stream.ordinal()];
        clock.stamp(encoder.timestamp());
        int at = offset;
        int end = offset + length;
        int lines = 0;
        while (at < end) {
            int newline = Bytes.indexOfNewline(text, at, end);
            boolean complete = newline >= 0;
            int piece = (complete ? newline + 1 : end) - at;
            if (piece > CriLogEncoder.MAX_TEXT) {
                piece = CriLogEncoder.MAX_TEXT;
                complete = false;
            }
            put(encoder, text, at, piece, complete);
            lines += complete ? 1 : 0;
            at += piece;
        }
        flush();
        return lines;
    }

    private void put(CriLogEncoder encoder, ByteBuffer text, int at, int piece, boolean complete) {
        if (limits.total() > 0 && total >= limits.total()) {
            return;
        }
        int size = CriLogEncoder.recordSize(piece, complete);
        if (limits.size() > 0 && written + size > limits.size()) {
            flush();
            beginAnew();
        }
        if (size + CriLogEncoder.SLACK > out.remaining()) {
            flush();
        }
        if (failing) {
            lost.add(piece, complete);
            return;
        }
        encoder.put(out, text, at, piece, complete);
        written += size;
        total += size;
    }

    @Override
    public boolean canTake() {
        // what a file does not take is kept or counted
        return true;
    }

    @Override
    public void finish(Stream stream) {
        CriLogEncoder encoder = encoders[stream.ordinal()];
        if (lastLine == LastLine.COMPLETED && encoder.isOpen() && !failing) {
            clock.stamp(encoder.timestamp());
            encoder.finish(out);
            flush();
        }
    }

    private void flush() {
        while (flushed < out.position() && !failing) {
            int n = fd < 0 ? fd : sys.write(fd, buffer + flushed, out.position() - flushed);
            if (n >= 0) {
                flushed += n;
            } else {
                fail(-n);
            }
        }
        if (!failing) {
            out.clear();
            flushed = 0;
        }
    }

    private void fail(int errno) {
        failing = true;
        log.error("cannot write " + path + ": " + Errno.describe(errno) + "; output is counted until it can be");
        retry.in(RETRY_MILLIS);
    }

    private void retry() {
        failing = false;
        if (fd < 0) {
            open();
        }
        int n = fd < 0 ? fd : sys.write(fd, buffer + flushed, out.position() - flushed);
        if (n < 0) {
            failing = true;
            retry.in(RETRY_MILLIS);
            return;
        }
        flushed += n;
        flush();
        if (!failing && lost.isAny()) {
            reportLoss();
        }
    }

    private void reportLoss() {
        log.warn(path + " can be written again, " + lost.total() + " bytes are missing");
        CriLogEncoder encoder = encoders[Stream.STDERR.ordinal()];
        clock.stamp(encoder.timestamp());
        byte[] marker = lost.marker();
        int size = CriLogEncoder.recordSize(marker.length, true);
        encoder.put(out, ByteBuffer.wrap(marker), 0, marker.length, true);
        written += size;
        total += size;
        lost.reported();
        flush();
    }

    /** A new file under the same name, because this one has reached its limit. */
    private void beginAnew() {
        if (fd < 0 || failing) {
            return;
        }
        int next = limits.rotation() != null ? limits.rotation().rotate(fd) : replaceFile();
        if (next >= 0) {
            sys.close(fd);
            fd = next;
            written = 0;
        }
    }

    private int replaceFile() {
        String temporary = path + ".tmp";
        int next = sys.open(temporary, Open.O_WRONLY | Open.O_TRUNC | Open.O_CREAT | Open.O_APPEND, FILE_MODE);
        if (next >= 0 && sys.rename(temporary, path) < 0) {
            sys.close(next);
            next = -1;
        }
        if (next < 0) {
            log.warn("cannot begin " + path + " anew, it grows beyond its limit");
            written = 0;
        }
        return next;
    }

    @Override
    public void reopen() {
        flush();
        if (limits.rotation() != null) {
            beginAnew();
            return;
        }
        int old = fd;
        open();
        if (fd < 0) {
            log.warn("cannot open " + path + " again: " + Errno.describe(-fd) + "; the old file is kept");
            fd = old;
        } else {
            sys.close(old);
        }
    }

    @Override
    public void sync() {
        if (failing) {
            retry();
        }
        if (fd >= 0) {
            sys.fsync(fd);
        }
    }

    @Override
    public void close() {
        retry.remove();
        if (fd >= 0) {
            sys.close(fd);
        }
        sys.pool().give(buffer, BUFFER);
    }

    @Override
    public long lost() {
        return lost.total();
    }
}
