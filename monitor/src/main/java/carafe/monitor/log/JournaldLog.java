package carafe.monitor.log;

import carafe.kernel.SocketCalls;
import carafe.monitor.system.Bytes;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.shim.JournalEntry;
import carafe.shim.Stream;
import java.nio.ByteBuffer;

/**
 * The journal of the machine: one datagram for each line. A line that comes in pieces is gathered, up to
 * {@link JournalEntry#MAX_TEXT} bytes, so that it becomes one entry.
 */
public final class JournaldLog implements LogSink {
    private final Sys sys;
    private final OwnLog log;
    private final JournalEntry entry;
    private final boolean markPartial;
    private int socket;
    private final long datagram;
    private final ByteBuffer out;
    private final int[] pieces = new int[Stream.values().length];
    private final int[] pieceLength = new int[Stream.values().length];
    private long lost;

    public JournaldLog(Sys sys, OwnLog log, JournalEntry entry, boolean markPartial) {
        this.sys = sys;
        this.log = log;
        this.entry = entry;
        this.markPartial = markPartial;
        int size = entry.size(JournalEntry.MAX_TEXT);
        datagram = sys.arena().allocate(size, 8);
        out = sys.memory().slice(sys.offset(datagram), size).order(sys.memory().order());
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = sys.offset(sys.arena().allocate(JournalEntry.MAX_TEXT, 8));
        }
        if (connect() < 0) {
            log.error("no journald listens on " + JournalEntry.SOCKET + "; output for it is counted as lost");
        }
    }

    private int connect() {
        socket = sys.unixSocket(SocketCalls.SOCK_DGRAM);
        return sys.connect(socket, JournalEntry.SOCKET);
    }

    @Override
    public int write(Stream stream, int offset, int length) {
        int s = stream.ordinal();
        int at = offset;
        int end = offset + length;
        int lines = 0;
        while (at < end) {
            int newline = Bytes.indexOfNewline(sys.memory(), at, end);
            int stop = newline < 0 ? end : newline;
            int room = JournalEntry.MAX_TEXT - pieceLength[s];
            if (pieceLength[s] == 0 && newline >= 0 && stop - at <= room) {
                send(stream, at, stop - at, false);
                lines++;
                at = newline + 1;
                continue;
            }
            int taken = Math.min(room, stop - at);
            sys.memory().put(pieces[s] + pieceLength[s], sys.memory(), at, taken);
            pieceLength[s] += taken;
            at += taken;
            if (at == newline) {
                sendPiece(stream, false);
                lines++;
                at++;
            } else if (pieceLength[s] == JournalEntry.MAX_TEXT) {
                sendPiece(stream, true);
            }
        }
        return lines;
    }

    private void sendPiece(Stream stream, boolean partial) {
        int s = stream.ordinal();
        send(stream, pieces[s], pieceLength[s], partial);
        pieceLength[s] = 0;
    }

    private void send(Stream stream, int offset, int length, boolean partial) {
        int prefix = JournalEntry.priorityPrefix(sys.memory(), offset, length);
        int priority = prefix >= 0 ? prefix : stream == Stream.STDERR ? JournalEntry.ERROR : JournalEntry.INFO;
        int skipped = prefix >= 0 ? 3 : 0;
        out.clear();
        entry.put(out, sys.memory(), offset + skipped, length - skipped, priority, partial && markPartial);
        // journald is trusted to read; its socket's queue is the only wait there is
        if (sys.write(socket, datagram, out.position()) < 0 && sendAgain() < 0) {
            if (lost == 0) {
                log.error("journald does not take entries; output for it is counted as lost");
            }
            lost += length;
        }
    }

    /** A journald whose socket was made anew has to be found again. */
    private int sendAgain() {
        sys.close(socket);
        int error = connect();
        return error < 0 ? error : sys.write(socket, datagram, out.position());
    }

    @Override
    public void finish(Stream stream) {
        if (pieceLength[stream.ordinal()] > 0) {
            sendPiece(stream, true);
        }
    }

    @Override
    public void reopen() {
        // there is no file
    }

    @Override
    public void sync() {
        // journald does
    }

    @Override
    public long lost() {
        return lost;
    }
}
