package carafe.container.setup.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An address of a network device (struct ifaddrmsg and its attributes, include/uapi/linux/if_addr.h).
 *
 * @param local   the device's own
 * @param address the other end's on a point-to-point link, else the same
 */
record Address(int family, int prefixLength, byte[] address, byte[] local) {
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int FIXED_BYTES = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_F_PERMANENT = 0x80;
    private static final int RT_SCOPE_UNIVERSE = 0;

    /**
     * The addresses that somebody configured and that mean the same everywhere. Those of limited life or scope belong
     * to the network namespace they were made in.
     */
    static List<Address> lasting(RouteSocket socket, int device) {
        List<Address> addresses = new ArrayList<>();
        for (ByteBuffer body : socket.list(new RouteMessage(RTM_GETADDR, new byte[FIXED_BYTES]), "list addresses")) {
            boolean lasting = (body.get(2) & IFA_F_PERMANENT) != 0 && body.get(3) == RT_SCOPE_UNIVERSE;
            if (body.getInt(4) == device && lasting) {
                addresses.add(read(body));
            }
        }
        return addresses;
    }

    private static Address read(ByteBuffer body) {
        byte[] address = null;
        byte[] local = null;
        for (int at = FIXED_BYTES; at < body.limit(); at += RouteSocket.align(body.getShort(at))) {
            byte[] value = new byte[body.getShort(at) - 4];
            body.get(at + 4, value);
            switch (body.getShort(at + 2)) {
                case IFA_ADDRESS -> address = value;
                case IFA_LOCAL -> local = value;
                default -> { }
            }
        }
        // IPv6 has a local address only on point-to-point links
        return new Address(body.get(0), body.get(1) & 0xff, address, local == null ? address : local);
    }

    void add(RouteSocket socket, int device) {
        byte[] fixed = ByteBuffer.allocate(FIXED_BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) family).put((byte) prefixLength).put((byte) 0).put((byte) RT_SCOPE_UNIVERSE)
                .putInt(device).array();
        socket.change(new RouteMessage(RTM_NEWADDR, fixed).with(IFA_LOCAL, local).with(IFA_ADDRESS, address),
                "add address");
    }
}
