package carafe.monitor.log;

import carafe.monitor.system.Bytes;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.shim.JournalEntry;
import carafe.shim.Stream;
import java.nio.ByteBuffer;

/**
 * The journal of the machine: one datagram for each line. A line that comes in pieces is gathered, up to
 * {@link JournalEntry#MAX_TEXT} bytes, so that it becomes one entry. What journald does not take is counted, and an
 * entry says how much it was as soon as journald takes one again.
 */
public final class JournaldLog implements LogSink {
    private final Sys sys;
    private final OwnLog log;
    private final JournalSocket journal;
    private final JournalEntry entry;
    private final boolean markPartial;
    private final long datagram;
    private final ByteBuffer out;
    private final int[] pieces = new int[Stream.values().length];
    private final int[] pieceLength = new int[Stream.values().length];
    private final LostOutput lost = new LostOutput();

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
        journal = new JournalSocket(sys, log);
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
        boolean taken = (!lost.isAny() || reportLoss())
                && put(offset + skipped, length - skipped, priority, partial && markPartial);
        if (!taken) {
            if (lost.total() == 0) {
                log.error("output for the journal is counted as lost");
            }
            int newline = partial ? 0 : 1;
            lost.add(length + newline, !partial);
        }
    }

    /** An entry in the place where others are missing, as soon as there can be one. */
    private boolean reportLoss() {
        int mark = sys.arena().mark();
        byte[] marker = lost.marker();
        boolean reported = put(sys.offset(sys.arena().bytes(marker)), marker.length - 1, JournalEntry.WARNING, false);
        sys.arena().reset(mark);
        if (reported) {
            lost.reported();
        }
        return reported;
    }

    private boolean put(int offset, int length, int priority, boolean partial) {
        out.clear();
        entry.put(out, sys.memory(), offset, length, priority, partial);
        return journal.send(datagram, out.position());
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
        return lost.total();
    }
}
