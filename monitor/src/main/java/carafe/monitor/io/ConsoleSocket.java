package carafe.monitor.io;

import carafe.kernel.ErrnoException;
import carafe.kernel.Libc;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;

/**
 * Where the runtime sends the container's terminal.
 *
 * <pre>
 *   runtime ── connect TMPDIR/carafe-term.XXXXXX ─▶ monitor
 *   runtime ── SCM_RIGHTS: the pty's master ──────▶ monitor     once, then the socket is gone
 * </pre>
 */
public final class ConsoleSocket implements EventLoop.Handler {
    private static final int BACKLOG = 128;
    private static final int RANDOM_BYTES = 6;
    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    /** The name the runtime sends with the descriptor (TTYNameLen of runc). */
    private static final int NAME_BYTES = 4096;
    private static final int CONTROL_BYTES = 24;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final String path;
    private final int socket;
    private final Receiver receiver;
    private boolean open = true;

    /** Gets the terminal. */
    public interface Receiver {
        /** @param fd the master's descriptor, which is the receiver's to close */
        void terminal(int fd);
    }

    /** @param directory of temporary files */
    public ConsoleSocket(Sys sys, EventLoop loop, OwnLog log, String directory, Receiver receiver) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.receiver = receiver;
        path = directory + "/carafe-term." + random();
        socket = sys.unixSocket(SocketCalls.SOCK_STREAM);
        sys.fchmod(socket, 0700);
        int error = sys.bind(socket, path);
        if (error < 0) {
            throw new ErrnoException("cannot make the console socket " + path, -error);
        }
        sys.listen(socket, BACKLOG);
        loop.add(socket, Sys.EPOLLIN, this);
    }

    private String random() {
        int mark = sys.arena().mark();
        long bytes = sys.arena().allocate(RANDOM_BYTES, 8);
        Libc.call(Syscall.GETRANDOM, bytes, RANDOM_BYTES, 0);
        StringBuilder name = new StringBuilder();
        for (byte b : sys.arena().getBytes(bytes, RANDOM_BYTES)) {
            name.append(NAME_CHARACTERS.charAt(b & 63));
        }
        sys.arena().reset(mark);
        return name.toString();
    }

    /** What the runtime gets as --console-socket. */
    public String path() {
        return path;
    }

    @Override
    public void ready(int events) {
        int connection = sys.accept(socket, 0);
        if (connection < 0) {
            return;
        }
        close();
        int terminal = receive(connection);
        sys.close(connection);
        if (terminal < 0) {
            log.error("no terminal came over the console socket");
        } else {
            Terminal.translateNewlines(sys, terminal);
            receiver.terminal(terminal);
        }
    }

    /** The descriptor in the control message, or -1; struct msghdr and cmsghdr are those of cmsg(3). */
    private int receive(int connection) {
        int mark = sys.arena().mark();
        long name = sys.arena().allocate(NAME_BYTES, 8);
        long part = sys.arena().longs(name, NAME_BYTES);
        long control = sys.arena().longs(0, 0, 0);
        long message = sys.arena().longs(0, 0, part, 1, control, CONTROL_BYTES, 0);
        int received = sys.receiveMessage(connection, message);
        int at = sys.offset(control);
        boolean hasRights = received >= 0 && sys.memory().getInt(at + 8) == SocketCalls.SOL_SOCKET
                && sys.memory().getInt(at + 12) == SocketCalls.SCM_RIGHTS;
        int fd = hasRights ? sys.memory().getInt(at + 16) : -1;
        sys.arena().reset(mark);
        return fd;
    }

    /** Removes the socket, used or not. */
    public void close() {
        if (open) {
            open = false;
            sys.unlink(path);
            loop.remove(socket);
            sys.close(socket);
        }
    }
}
