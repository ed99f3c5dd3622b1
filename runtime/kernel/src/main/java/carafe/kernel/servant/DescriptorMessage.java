package carafe.kernel.servant;

import carafe.kernel.Arena;
import carafe.kernel.Fd;
import carafe.kernel.SocketCalls;

/** A message that carries one descriptor: struct msghdr and, behind it, a control message (sendmsg(2), cmsg(3)). */
final class DescriptorMessage {
    /** The descriptor that is received is close-on-exec from the beginning (recvmsg(2)). */
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    /** Behind struct msghdr. */
    private static final int CONTROL_AT = 56;
    private static final int CONTROL_BYTES = 24;
    /** Behind struct cmsghdr. */
    private static final int DESCRIPTOR_AT = CONTROL_AT + 16;

    private final Arena arena;
    private final long header;

    /** @param data in the arena, to be sent with the descriptor or received instead of it */
    DescriptorMessage(Arena arena, long data, int bytes) {
        this.arena = arena;
        this.header = arena.allocate(DESCRIPTOR_AT + 8, 8);
        long vector = arena.longs(data, bytes);
        arena.memory().putLong(at(CONTROL_AT), 20).putInt(at(CONTROL_AT) + 8, SocketCalls.SOL_SOCKET)
                .putInt(at(CONTROL_AT) + 12, SocketCalls.SCM_RIGHTS);
        long[] fields = {0, 0, vector, 1, header + CONTROL_AT, CONTROL_BYTES, 0};
        for (int i = 0; i < fields.length; i++) {
            arena.memory().putLong(at(Long.BYTES * i), fields[i]);
        }
    }

    /** A descriptor goes with a byte at least. */
    static DescriptorMessage withOneByte(Arena arena) {
        return new DescriptorMessage(arena, arena.longs(0), 1);
    }

    DescriptorMessage carrying(Fd fd) {
        arena.memory().putInt(at(DESCRIPTOR_AT), fd.number());
        return this;
    }

    /** Of struct msghdr. */
    long pointer() {
        return header;
    }

    /** What was received. */
    Fd descriptor() {
        return Fd.of(arena.getInt(header + DESCRIPTOR_AT));
    }

    private int at(int field) {
        return arena.offset(header) + field;
    }
}
