package carafe.shim;

/**
 * The attach socket, a Unix socket of type SEQPACKET named {@value #SOCKET_NAME}.
 *
 * <pre>
 *   client                                       monitor
 *     │ ◀─ packet: [stream id] [1..8192 bytes] ──── │   2 stdout (and all of a terminal), 3 stderr
 *     │ ── packet: [1..32768 bytes] ──────────────▶ │   stdin as it is, no frame
 *     │ ── shutdown(SHUT_WR) or close ────────────▶ │   end of stdin, unless it is to be left open
 * </pre>
 *
 * Every client gets what is written from the moment it connects. Engines read with buffers of
 * {@value #MAX_PACKET} bytes and treat any other stream id as an error.
 */
public final class AttachPacket {
    /** The socket's name in the bundle, or behind the symbolic link in the socket directory. */
    public static final String SOCKET_NAME = "attach";
    /** Output bytes in one packet at most. */
    public static final int MAX_DATA = 8192;
    /** A packet with its stream id. */
    public static final int MAX_PACKET = MAX_DATA + 1;
    /** Input bytes a client may send in one packet. */
    public static final int MAX_INPUT = 32768;
    /** Connections that may wait to be accepted. */
    public static final int BACKLOG = 10;

    private AttachPacket() {
    }
}
