package carafe.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sockets. Every descriptor is close-on-exec. */
public interface SocketCalls extends Calls {
    int AF_UNIX = 1;
    int AF_INET = 2;
    int AF_NETLINK = 16;
    int SOCK_STREAM = 1;
    int SOCK_DGRAM = 2;
    int SOCK_RAW = 3;
    int SOCK_SEQPACKET = 5;
    int SOCK_CLOEXEC = 0x80000;
    int SOCK_NONBLOCK = 0x800;
    int SOL_SOCKET = 1;
    int SCM_RIGHTS = 1;
    int MSG_NOSIGNAL = 0x4000;
    int SUN_PATH_MAX = 108;

    Arena arena();

    default Fd socket(int domain, int type, int protocol) {
        return fd(open(Syscall.SOCKET).with(domain).with(type | SOCK_CLOEXEC).with(protocol));
    }

    default void socketpair(int type, Fd[] ends) {
        long fds = arena().allocate(8, 8);
        run(call(Syscall.SOCKETPAIR).with(AF_UNIX).with(type | SOCK_CLOEXEC).with(0).with(fds)).get();
        ends[0] = Fd.of(arena().getInt(fds));
        ends[1] = Fd.of(arena().getInt(fds + 4));
    }

    /** struct sockaddr_un (unix(7)). A path longer than 107 bytes is refused by the kernel with EINVAL. */
    static byte[] unixAddress(String path) {
        byte[] name = RawText.bytes(path);
        ByteBuffer address = ByteBuffer.allocate(2 + name.length + 1).order(ByteOrder.LITTLE_ENDIAN);
        return address.putShort((short) AF_UNIX).put(name).array();
    }

    /** The same for a name as users write it (sd_notify(3)): with {@code @} in front it is an abstract one. */
    static byte[] unixName(String name) {
        if (!name.startsWith("@")) {
            return unixAddress(name);
        }
        // unix(7): the name follows a NUL and has none at its end
        byte[] bytes = RawText.bytes(name);
        bytes[0] = 0;
        return ByteBuffer.allocate(Short.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) AF_UNIX).put(bytes).array();
    }

    default Ref connectUnix(Fd socket, String path) {
        byte[] address = unixAddress(path);
        return run(call(Syscall.CONNECT).with(socket).with(address).with(address.length));
    }

    default Ref bindUnix(Fd socket, String path) {
        byte[] address = unixAddress(path);
        return run(call(Syscall.BIND).with(socket).with(address).with(address.length));
    }

    default Ref listen(Fd socket, int backlog) {
        return run(call(Syscall.LISTEN).with(socket).with(backlog));
    }

    default Ref send(Fd socket, byte[] data) {
        return run(call(Syscall.SENDTO).with(socket).with(data).with(data.length).with(MSG_NOSIGNAL).with(0).with(0));
    }

    /** Sends {@code data} together with a descriptor (SCM_RIGHTS, unix(7)). */
    default Ref sendFd(Fd socket, byte[] data, Fd fd) {
        // struct msghdr: name, namelen, iov, iovlen, control, controllen, flags; all fields 8 bytes apart
        long buffer = arena().bytes(data);
        long iov = arena().longs(buffer, data.length);
        long control = arena().allocate(24, 8);
        int at = arena().offset(control);
        arena().memory().putLong(at, 20).putInt(at + 8, SOL_SOCKET).putInt(at + 12, SCM_RIGHTS)
                .putInt(at + 16, fd.number()).putInt(at + 20, 0);
        long message = arena().longs(0, 0, iov, 1, control, 24, 0);
        return run(call(Syscall.SENDMSG).with(socket).with(message).with(MSG_NOSIGNAL));
    }
}
