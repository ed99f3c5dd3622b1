package carafe.shim;

import java.nio.ByteBuffer;

/**
 * Turns one output stream into lines of the CRI log format (conmon's {@code k8s-file}).
 *
 * <pre>
 *   TIMESTAMP SP stdout|stderr SP TAG SP TEXT LF
 *
 *            text with its newline                    text with its newline
 *   WHOLE ───────── F ─────────▶ WHOLE      OPEN ─────────── F ───────────▶ WHOLE
 *   WHOLE ── text without ─ P ─▶ OPEN       OPEN ── end of stream: F "" ──▶ WHOLE
 * </pre>
 *
 * A reader joins {@code P… F} to one line. conmon leaves a last line without newline as a P that no F ends, so
 * readers wait for the rest for ever; {@link #finish} writes the F that is missing.
 */
public final class CriLogEncoder {
    /** Bytes of text in one record at most; longer lines become several P records. */
    public static final int MAX_TEXT = 8192;
    /** Bytes of room that are wanted beyond a record, as its head is written in whole words. */
    public static final int SLACK = Long.BYTES;
    /** Bytes a record has beside its text: head, tag, blank and newline. */
    public static final int OVERHEAD = CriTimestamp.LENGTH + 3;

    private static final int SHORT = 256;

    private final CriTimestamp timestamp;
    private boolean open;

    public CriLogEncoder(Stream stream) {
        timestamp = new CriTimestamp(stream);
    }

    /** The head of the records to come; set it once for each buffer that was read. */
    public CriTimestamp timestamp() {
        return timestamp;
    }

    /** Whether the last record was a P that an F must follow. */
    public boolean isOpen() {
        return open;
    }

    /** Takes up a stream whose last record, by an earlier monitor, was a P. */
    public void resumeOpen() {
        open = true;
    }

    /** Bytes of the record for {@code length} bytes of input, of which the newline is one if the line is complete. */
    public static int recordSize(int length, boolean complete) {
        return length + OVERHEAD - (complete ? 1 : 0);
    }

    /**
     * Appends one record.
     *
     * @param out little-endian, with room for {@link #recordSize} bytes and {@link #SLACK}
     * @param text the source; its position and limit are left alone
     * @param complete whether the last of the {@code length} bytes is the line's newline
     */
    public void put(ByteBuffer out, ByteBuffer text, int offset, int length, boolean complete) {
        int at = head(out, complete);
        copy(out, at, text, offset, length);
        int end = at + length;
        if (!complete) {
            out.put(end++, (byte) '\n');
        }
        out.position(end);
        open = !complete;
    }

    /** Most lines are short: for them, whole words are quicker than a call that copies memory of any size. */
    private static void copy(ByteBuffer out, int at, ByteBuffer text, int offset, int length) {
        if (length > SHORT || out.order() != text.order()) {
            out.put(at, text, offset, length);
            return;
        }
        int last = length - Long.BYTES;
        if (last < 0) {
            for (int i = 0; i < length; i++) {
                out.put(at + i, text.get(offset + i));
            }
            return;
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            out.putLong(at + i, text.getLong(offset + i));
        }
        out.putLong(at + last, text.getLong(offset + last));
    }

    /** Appends the F record that ends an open line; nothing when the last line was whole. */
    public boolean finish(ByteBuffer out) {
        if (!open) {
            return false;
        }
        int at = head(out, true);
        out.put(at, (byte) '\n').position(at + 1);
        open = false;
        return true;
    }

    /** Writes a head at the buffer's position: where the text goes. */
    private int head(ByteBuffer out, boolean complete) {
        int at = out.position();
        timestamp.write(out, at, complete ? 'F' : 'P');
        return at + OVERHEAD - 1;
    }
}
