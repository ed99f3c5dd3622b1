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
    /** Bytes a record has beside its text: head, tag, blank and newline. */
    public static final int OVERHEAD = CriTimestamp.LENGTH + 3;

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
     * @param out has room for {@link #recordSize} bytes
     * @param text the source; its position and limit are left alone
     * @param complete whether the last of the {@code length} bytes is the line's newline
     */
    public void put(ByteBuffer out, ByteBuffer text, int offset, int length, boolean complete) {
        head(out, complete);
        int at = out.position();
        out.put(at, text, offset, length);
        out.position(at + length);
        if (!complete) {
            out.put((byte) '\n');
        }
        open = !complete;
    }

    /** Appends the F record that ends an open line; nothing when the last line was whole. */
    public boolean finish(ByteBuffer out) {
        if (!open) {
            return false;
        }
        head(out, true);
        out.put((byte) '\n');
        open = false;
        return true;
    }

    private void head(ByteBuffer out, boolean complete) {
        out.put(timestamp.bytes());
        out.put((byte) (complete ? 'F' : 'P')).put((byte) ' ');
    }
}
