package carafe.container.setup.net;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.SocketCalls;
import carafe.kernel.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with the kernel about devices and addresses (rtnetlink(7)).
 *
 * <pre>
 *   request (NLM_F_ACK)     ──▶
 *                           ◀──  NLMSG_ERROR with error number, 0 for success
 *   request (NLM_F_DUMP)    ──▶
 *                           ◀──  answers (NLM_F_MULTI) ... NLMSG_DONE
 * </pre>
 */
final class RouteSocket implements AutoCloseable {
    /** struct nlmsghdr: length, type, flags, sequence, port (include/uapi/linux/netlink.h). */
    static final int HEADER_BYTES = 16;
    static final int NLM_F_REQUEST = 1;
    static final int NLM_F_ACK = 4;
    static final int NLM_F_DUMP = 0x300;
    private static final int NETLINK_ROUTE = 0;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int TYPE_AT = 4;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Kernel kernel;
    private final Fd socket;
    private final long buffer;

    RouteSocket(Kernel kernel) {
        this.kernel = kernel;
        this.socket = kernel.socket(SocketCalls.AF_NETLINK, SocketCalls.SOCK_RAW, NETLINK_ROUTE);
        this.buffer = kernel.arena().allocate(BUFFER_BYTES, 8);
    }

    /** Asks for something to be done. */
    void change(RouteMessage message, String what) {
        kernel.send(socket, message.bytes(NLM_F_REQUEST | NLM_F_ACK));
        ByteBuffer answer = receive();
        int error = answer.getInt(HEADER_BYTES);
        if (answer.getShort(TYPE_AT) != NLMSG_ERROR || error != 0) {
            throw new ErrnoException(what, error == 0 ? Errno.EIO : -error);
        }
    }

    /** The bodies of all answers: what follows the header of each. */
    List<ByteBuffer> list(RouteMessage message, String what) {
        kernel.send(socket, message.bytes(NLM_F_REQUEST | NLM_F_DUMP));
        List<ByteBuffer> bodies = new ArrayList<>();
        for (;;) {
            ByteBuffer answers = receive();
            for (int at = 0; at + HEADER_BYTES <= answers.limit(); at += align(answers.getInt(at))) {
                int type = answers.getShort(at + TYPE_AT);
                if (type == NLMSG_DONE) {
                    return bodies;
                }
                if (type == NLMSG_ERROR) {
                    throw new ErrnoException(what, -answers.getInt(at + HEADER_BYTES));
                }
                bodies.add(answers.slice(at + HEADER_BYTES, answers.getInt(at) - HEADER_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    private ByteBuffer receive() {
        int n = (int) kernel.run(kernel.call(Syscall.RECVFROM).with(socket).with(buffer).with(BUFFER_BYTES)
                .with(0).with(0).with(0)).get();
        return ByteBuffer.wrap(kernel.arena().getBytes(buffer, n)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int align(int length) {
        return length + 3 & ~3;
    }

    @Override
    public void close() {
        kernel.close(socket);
    }
}
