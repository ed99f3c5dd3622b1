package carafe.monitor.log;

import carafe.kernel.Sys;
import carafe.monitor.log.JournalSocket.Outcome;
import carafe.monitor.system.Bytes;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.shim.JournalEntry;
import carafe.shim.Stream;
import java.nio.ByteBuffer;

/**
 * The journal of the machine: one datagram for each line. A line that comes in pieces is gathered, up to
 * {@link JournalEntry#MAX_TEXT} bytes, so that it becomes one entry.
 *
 * <p>While journald has no room, the rest of what was read is kept and the container is not read. What journald does
 * not take even then is counted, and an entry says how much it was as soon as journald takes one again.
 */
public final class JournaldLog implements LogSink {
    /** Room for one read of a stream and what its rate limit has to say. */
    private static final int PENDING = 64 * 1024;

    private final Sys sys;
    private final OwnLog log;
    private final JournalSocket journal;
    private final JournalEntry entry;
    private final boolean markPartial;
    private final Runnable onRoom;
    private final int size;
    private final long datagram;
    private final ByteBuffer out;
    private final int[] pieces = new int[Stream.values().length];
    private final int[] pieceLength = new int[Stream.values().length];
    private final PendingText pending;
    private final LostOutput lost = new LostOutput();

    /**
     * @param markPartial whether pieces of a long line get the field that says so
     * @param patienceMillis how long the container is held up by a journald that takes nothing
     * @param onRoom told when more can be taken after {@link #canTake} was false
     */
    public JournaldLog(Sys sys, EventLoop loop, OwnLog log, JournalEntry entry, boolean markPartial,
            long patienceMillis, Runnable onRoom) {
        this.sys = sys;
        this.log = log;
        this.entry = entry;
        this.markPartial = markPartial;
        this.onRoom = onRoom;
        size = entry.size(JournalEntry.MAX_TEXT);
        datagram = sys.pool().take(size);
        out = sys.memory().slice(sys.offset(datagram), size).order(sys.memory().order());
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = sys.offset(sys.pool().take(JournalEntry.MAX_TEXT));
        }
        pending = new PendingText(sys, PENDING);
        journal = new JournalSocket(sys, loop, log, patienceMillis, this::retry);
    }

    @Override
    public int write(Stream stream, int offset, int length) {
        if (!pending.fits(stream, length)) {
            settle();
        }
        int sent = pending.isEmpty() ? send(stream, offset, length) : 0;
        if (sent < length) {
            pending.append(stream, offset + sent, length - sent);
        }
        return Lines.count(sys.memory(), offset, offset + length);
    }

    @Override
    public boolean canTake() {
        return pending.isEmpty();
    }

    private void retry() {
        sendPending();
        if (pending.isEmpty()) {
            journal.rest();
            onRoom.run();
        }
    }

    private void sendPending() {
        if (!pending.isEmpty()) {
            pending.remove(send(pending.stream(), pending.offset(), pending.length()));
        }
    }

    /** Sends what is pending, waiting for room. */
    private void settle() {
        journal.setWaiting(true);
        sendPending();
        journal.setWaiting(false);
        journal.rest();
    }

    /** Gives how many bytes need no further attempt: all, unless journald is busy. */
    private int send(Stream stream, int offset, int length) {
        int s = stream.ordinal();
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int newline = Bytes.indexOfNewline(sys.memory(), at, end);
            int stop = newline < 0 ? end : newline;
            int room = JournalEntry.MAX_TEXT - pieceLength[s];
            if (pieceLength[s] == 0 && newline >= 0 && stop - at <= room) {
                if (!send(stream, at, stop - at, false)) {
                    break;
                }
                at = newline + 1;
                continue;
            }
            int taken = Math.min(room, stop - at);
            sys.memory().put(pieces[s] + pieceLength[s], sys.memory(), at, taken);
            pieceLength[s] += taken;
            at += taken;
            if (at == newline) {
                if (!sendPiece(stream, false)) {
                    break;
                }
                at++;
            } else if (pieceLength[s] == JournalEntry.MAX_TEXT && !sendPiece(stream, true)) {
                break;
            }
        }
        return at - offset;
    }

    private boolean sendPiece(Stream stream, boolean partial) {
        int s = stream.ordinal();
        boolean done = send(stream, pieces[s], pieceLength[s], partial);
        if (done) {
            pieceLength[s] = 0;
        }
        return done;
    }

    /** Sends one entry, or counts it as lost: false if it has to be tried again. */
    private boolean send(Stream stream, int offset, int length, boolean partial) {
        int prefix = JournalEntry.priorityPrefix(sys.memory(), offset, length);
        int priority = prefix >= 0 ? prefix : stream == Stream.STDERR ? JournalEntry.ERROR : JournalEntry.INFO;
        int skipped = prefix >= 0 ? 3 : 0;
        Outcome outcome = lost.isAny() ? reportLoss() : Outcome.TAKEN;
        if (outcome == Outcome.TAKEN) {
            outcome = put(offset + skipped, length - skipped, priority, partial && markPartial);
        }
        if (outcome == Outcome.LOST) {
            if (lost.total() == 0) {
                log.error("output for the journal is counted as lost");
            }
            int newline = partial ? 0 : 1;
            lost.add(length + newline, !partial);
        }
        return outcome != Outcome.BUSY;
    }

    /** An entry in the place where others are missing, as soon as there can be one. */
    private Outcome reportLoss() {
        int mark = sys.arena().mark();
        byte[] marker = lost.marker();
        Outcome outcome = put(sys.offset(sys.arena().bytes(marker)), marker.length - 1, JournalEntry.WARNING, false);
        sys.arena().reset(mark);
        if (outcome == Outcome.TAKEN) {
            lost.reported();
        }
        return outcome;
    }

    private Outcome put(int offset, int length, int priority, boolean partial) {
        out.clear();
        entry.put(out, sys.memory(), offset, length, priority, partial);
        return journal.send(datagram, out.position());
    }

    @Override
    public void finish(Stream stream) {
        settle();
        if (pieceLength[stream.ordinal()] > 0) {
            journal.setWaiting(true);
            sendPiece(stream, true);
            journal.setWaiting(false);
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
    public void close() {
        journal.close();
        pending.close();
        sys.pool().give(datagram, size);
        for (int piece : pieces) {
            sys.pool().give(sys.arena().address() + piece, JournalEntry.MAX_TEXT);
        }
    }

    @Override
    public long lost() {
        return lost.total();
    }
}
