package carafe.container.setup.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message to the kernel: header, a fixed part that belongs to the type, attributes (rtnetlink(7), netlink(3)). */
final class RouteMessage {
    private static final int LONGEST = 512;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;

    private final int type;
    private final ByteBuffer body = ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * @param type  RTM_*
     * @param fixed struct ifinfomsg, ifaddrmsg...
     */
    RouteMessage(int type, byte[] fixed) {
        this.type = type;
        body.put(fixed);
    }

    RouteMessage with(int attribute, byte[] value) {
        body.putShort((short) (ATTRIBUTE_HEADER_BYTES + value.length)).putShort((short) attribute).put(value);
        body.position(RouteSocket.align(body.position()));
        return this;
    }

    RouteMessage with(int attribute, int value) {
        return with(attribute, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    /** With the NUL at its end. */
    RouteMessage with(int attribute, String text) {
        return with(attribute, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** The whole message; the sequence number is not used, as only one request is under way at a time. */
    byte[] bytes(int flags) {
        int length = RouteSocket.HEADER_BYTES + body.position();
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length).putShort((short) type).putShort((short) flags).putInt(0).putInt(0)
                .put(body.array(), 0, body.position()).array();
    }
}
