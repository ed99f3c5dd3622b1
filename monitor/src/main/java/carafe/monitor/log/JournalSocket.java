package carafe.monitor.log;

import carafe.kernel.Errno;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.shim.JournalEntry;

/**
 * The way to journald. Its queue is short, so that a container that writes faster than journald reads has to wait for
 * it: that loses nothing. But a journald that has stopped reading must not stop the container for ever.
 *
 * <pre>
 *   waited for ── takes nothing for the patience ──────▶ gets entries only as its queue has room
 *       ◀────────── has taken {@value #TRUST} entries ──────────
 * </pre>
 */
final class JournalSocket implements EventLoop.Handler {
    private static final int TRUST = 100;

    /** What became of an entry. */
    enum Outcome {
        TAKEN,
        /** There is no room now; the listener is told when it is time to try again. */
        BUSY,
        LOST
    }

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final long patienceMillis;
    private final EventLoop.Timer stall;
    private final Runnable listener;
    private int socket;
    private boolean watched;
    private boolean waiting;
    /** How many entries journald has to take before it is waited for again. */
    private int distrust;

    /**
     * @param patienceMillis how long journald may take nothing while something is there for it
     * @param listener told when an entry that was {@link Outcome#BUSY} may be tried again
     */
    JournalSocket(Sys sys, EventLoop loop, OwnLog log, long patienceMillis, Runnable listener) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.patienceMillis = patienceMillis;
        this.listener = listener;
        stall = loop.timer(this::stalled);
        if (connect() < 0) {
            log.error("no journald listens on " + JournalEntry.SOCKET);
        }
    }

    private int connect() {
        socket = sys.unixSocket(SocketCalls.SOCK_DGRAM);
        // 0 would be for ever
        sys.setSendTimeout(socket, Math.max(1, patienceMillis));
        return sys.connect(socket, JournalEntry.SOCKET);
    }

    /** Whether {@link #send} itself waits for room, so that nothing is {@link Outcome#BUSY}. */
    void setWaiting(boolean waits) {
        waiting = waits;
    }

    /** Sends one entry. */
    Outcome send(long entry, int length) {
        int sent = sendOnce(entry, length);
        if (sent < 0 && sent != -Errno.EAGAIN) {
            sent = sendAgain(entry, length);
        }
        if (sent >= 0) {
            taken();
            return Outcome.TAKEN;
        }
        if (sent == -Errno.EAGAIN && distrust == 0) {
            if (!waiting) {
                watch();
                return Outcome.BUSY;
            }
            giveUp();
        }
        return Outcome.LOST;
    }

    private int sendOnce(long entry, int length) {
        return waiting && distrust == 0 ? sys.write(socket, entry, length) : sys.send(socket, entry, length);
    }

    /** A journald whose socket was made anew has to be found again. */
    private int sendAgain(long entry, int length) {
        rest();
        sys.close(socket);
        int error = connect();
        return error < 0 ? error : sendOnce(entry, length);
    }

    private void taken() {
        stall.cancel();
        if (distrust > 0 && --distrust == 0) {
            log.warn("journald reads again");
        }
    }

    private void watch() {
        if (!watched) {
            loop.add(socket, Sys.EPOLLOUT, this);
            watched = true;
        }
        if (!stall.isSet()) {
            stall.in(patienceMillis);
        }
    }

    @Override
    public void ready(int events) {
        listener.run();
    }

    private void stalled() {
        giveUp();
        listener.run();
    }

    private void giveUp() {
        log.error("journald does not read; it is not waited for until it does");
        distrust = TRUST;
    }

    void close() {
        rest();
        stall.remove();
        sys.close(socket);
    }

    /** Nothing is there to be tried again. */
    void rest() {
        stall.cancel();
        if (watched) {
            loop.remove(socket);
            watched = false;
        }
    }
}
