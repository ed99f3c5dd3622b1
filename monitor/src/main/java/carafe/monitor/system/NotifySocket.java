package carafe.monitor.system;

import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;

/**
 * The host's service manager, where NOTIFY_SOCKET leads (sd_notify(3)): a datagram socket of the file system or, with a
 * name that begins with {@code @}, an abstract one. Nobody waits for it: a message it cannot take is gone.
 */
public final class NotifySocket {
    /** One descriptor: struct cmsghdr, the descriptor, padding (cmsg(3)). */
    private static final int CONTROL = 24;

    private final Sys sys;
    private final int socket;
    private final byte[] address;

    public NotifySocket(Sys sys, String name) {
        this.sys = sys;
        socket = sys.unixSocket(SocketCalls.SOCK_DGRAM);
        address = SocketCalls.unixName(name);
    }

    /** Sends lines: how many bytes went, or a negated error number. */
    public int send(byte[] lines) {
        return send(lines, -1);
    }

    /** Sends lines and, unless it is negative, a descriptor that stays ours. */
    public int send(byte[] lines, int fd) {
        int mark = sys.arena().mark();
        long parts = sys.arena().longs(sys.arena().bytes(lines), lines.length);
        long control = fd < 0 ? 0 : control(fd);
        // struct msghdr: name, namelen, iov, iovlen, control, controllen, flags; all fields 8 bytes apart
        long message = sys.arena().longs(sys.arena().bytes(address), address.length, parts, 1, control,
                fd < 0 ? 0 : CONTROL, 0);
        int result = sys.sendMessage(socket, message);
        sys.arena().reset(mark);
        return result;
    }

    private long control(int fd) {
        long control = sys.arena().allocate(CONTROL, Long.BYTES);
        sys.memory().putLong(sys.offset(control), CONTROL - Integer.BYTES)
                .putInt(sys.offset(control + 8), SocketCalls.SOL_SOCKET)
                .putInt(sys.offset(control + 12), SocketCalls.SCM_RIGHTS)
                .putInt(sys.offset(control + 16), fd)
                .putInt(sys.offset(control + 20), 0);
        return control;
    }
}
