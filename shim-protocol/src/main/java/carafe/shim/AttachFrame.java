package carafe.shim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame of an attach stream on the control socket.
 *
 * <pre>
 *   [type: 1 byte] [length: 3 bytes, big-endian] [length bytes]
 *
 *   client ── 0 STDIN, 1 STDIN_END ─────────────────────────▶ monitor
 *   client ◀─ 2 STDOUT, 3 STDERR, 4 DROPPED, 5 EXITED ─────── monitor
 * </pre>
 *
 * DROPPED carries a 64-bit count of output bytes that this client was too slow to take. EXITED carries the exit code
 * as 32 bits and is the last frame.
 */
public final class AttachFrame {
    public static final int STDIN = 0;
    public static final int STDIN_END = 1;
    public static final int STDOUT = Stream.STDOUT.id();
    public static final int STDERR = Stream.STDERR.id();
    public static final int DROPPED = 4;
    public static final int EXITED = 5;
    /** Bytes before the data. */
    public static final int HEADER = 4;
    /** Data bytes in one frame at most. */
    public static final int MAX_DATA = 32768;

    private AttachFrame() {
    }

    /** Appends a header; the caller appends {@code length} bytes. */
    public static void putHeader(ByteBuffer out, int type, int length) {
        out.put((byte) type).put((byte) (length >> 16)).put((byte) (length >> 8)).put((byte) length);
    }

    /** Appends a whole EXITED frame. */
    public static void putExited(ByteBuffer out, int code) {
        putHeader(out, EXITED, Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.put((byte) (code >> shift));
        }
    }

    /** The type of the header at {@code offset}. */
    public static int type(ByteBuffer in, int offset) {
        return in.get(offset) & 0xff;
    }

    /** The length in the header at {@code offset}; refuses one that no frame has. */
    public static int length(ByteBuffer in, int offset) throws ProtocolException {
        int length = (in.get(offset + 1) & 0xff) << 16 | (in.get(offset + 2) & 0xff) << 8 | in.get(offset + 3) & 0xff;
        if (length > MAX_DATA) {
            throw new ProtocolException("attach frame of " + length + " bytes, expected at most " + MAX_DATA);
        }
        return length;
    }

    /** The exit code of an EXITED frame's data. */
    public static int exitCode(byte[] data) {
        return ByteBuffer.wrap(data).order(ByteOrder.BIG_ENDIAN).getInt();
    }
}
