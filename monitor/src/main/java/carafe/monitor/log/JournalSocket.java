package carafe.monitor.log;

import carafe.kernel.Errno;
import carafe.kernel.SocketCalls;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.shim.JournalEntry;

/**
 * The way to journald. Its queue is short, so that a container that writes faster than journald reads has to wait for
 * it: that loses nothing. But a journald that has stopped reading must not stop the container as well. So journald is
 * waited for while it reads; once it has taken nothing for {@value #PATIENCE_MILLIS} ms it gets entries only if its
 * queue has room, until it has taken {@value #TRUST} of them. A container is thus held up for at most one second in
 * each hundred entries, by the slowest of journals.
 */
final class JournalSocket {
    private static final long PATIENCE_MILLIS = 1000;
    private static final int TRUST = 100;

    private final Sys sys;
    private final OwnLog log;
    private int socket;
    /** How many entries journald has to take before it is waited for again. */
    private int distrust;

    JournalSocket(Sys sys, OwnLog log) {
        this.sys = sys;
        this.log = log;
        if (connect() < 0) {
            log.error("no journald listens on " + JournalEntry.SOCKET);
        }
    }

    private int connect() {
        socket = sys.unixSocket(SocketCalls.SOCK_DGRAM);
        sys.setSendTimeout(socket, PATIENCE_MILLIS);
        return sys.connect(socket, JournalEntry.SOCKET);
    }

    /** Sends one entry: false if journald did not take it. */
    boolean send(long entry, int length) {
        int sent = sendOnce(entry, length);
        if (sent < 0 && sent != -Errno.EAGAIN) {
            sent = sendAgain(entry, length);
        }
        if (sent >= 0 && distrust > 0 && --distrust == 0) {
            log.warn("journald reads again");
        } else if (sent == -Errno.EAGAIN && distrust == 0) {
            log.error("journald does not read; it is not waited for until it does");
            distrust = TRUST;
        }
        return sent >= 0;
    }

    private int sendOnce(long entry, int length) {
        return distrust > 0 ? sys.send(socket, entry, length) : sys.write(socket, entry, length);
    }

    /** A journald whose socket was made anew has to be found again. */
    private int sendAgain(long entry, int length) {
        sys.close(socket);
        int error = connect();
        return error < 0 ? error : sendOnce(entry, length);
    }
}
