package carafe.shim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One datagram of journald's native protocol, sent to {@value #SOCKET}.
 *
 * <pre>
 *   NAME=text without newline LF
 *   NAME LF [64-bit little-endian length] [bytes] LF
 * </pre>
 *
 * The fields that never change (ids, name, tag, labels) are encoded once. Source: systemd's
 * JOURNAL_NATIVE_PROTOCOL page; field names as podman and {@code journalctl} users know them from conmon.
 */
public final class JournalEntry {
    /** Where journald listens. */
    public static final String SOCKET = "/run/systemd/journal/socket";
    /** Bytes of text in one entry at most; a longer line becomes several partial entries. */
    public static final int MAX_TEXT = 8192;
    /** journald's CONTAINER_ID has as many characters; an id must be longer. */
    public static final int SHORT_ID = 12;
    /** Priority of stdout, of syslog's scale. */
    public static final int INFO = 6;
    /** Priority of what the monitor itself has to say in the journal, of syslog's scale. */
    public static final int WARNING = 4;
    /** Priority of stderr, of syslog's scale. */
    public static final int ERROR = 3;

    private static final byte[] MESSAGE = ascii("MESSAGE\n");
    private static final byte[] PRIORITY = ascii("PRIORITY=");
    private static final byte[] PARTIAL = ascii("CONTAINER_PARTIAL_MESSAGE=true\n");
    private static final int VARYING = MESSAGE.length + 9 + PRIORITY.length + 2 + PARTIAL.length;

    private final byte[] constant;

    /**
     * @param id the container's full id, longer than {@value #SHORT_ID} characters
     * @param name the container's name or null
     * @param tag the {@code --log-tag} or null
     * @param labels fields as {@code NAME=value}, see {@link #checkLabel}
     */
    public JournalEntry(String id, String name, String tag, List<String> labels) {
        String shortId = id.substring(0, SHORT_ID);
        StringBuilder fields = new StringBuilder();
        field(fields, "CONTAINER_ID_FULL", id);
        field(fields, "CONTAINER_ID", shortId);
        if (tag != null) {
            field(fields, "CONTAINER_TAG", tag);
        }
        if (name != null) {
            field(fields, "CONTAINER_NAME", name);
        }
        field(fields, "SYSLOG_IDENTIFIER", tag != null ? tag : name != null ? name : shortId);
        for (String label : labels) {
            fields.append(label.replace('\n', ' ')).append('\n');
        }
        constant = fields.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Room a datagram needs for {@code length} bytes of text. */
    public int size(int length) {
        return constant.length + VARYING + length;
    }

    /** Appends an entry to {@code out}; {@code text} stays as it is. */
    public void put(ByteBuffer out, ByteBuffer text, int offset, int length, int priority, boolean partial) {
        out.put(MESSAGE);
        boolean little = out.order() == ByteOrder.LITTLE_ENDIAN;
        out.putLong(little ? length : Long.reverseBytes(length));
        int at = out.position();
        out.put(at, text, offset, length);
        out.position(at + length);
        out.put((byte) '\n').put(constant).put(PRIORITY).put((byte) ('0' + priority)).put((byte) '\n');
        if (partial) {
            out.put(PARTIAL);
        }
    }

    /** The priority of a {@code <N>} prefix (as sd-daemon(3) defines it), or -1 without one. */
    public static int priorityPrefix(ByteBuffer text, int offset, int length) {
        if (length < 3 || text.get(offset) != '<' || text.get(offset + 2) != '>') {
            return -1;
        }
        int priority = text.get(offset + 1) - '0';
        return priority >= 0 && priority <= 7 ? priority : -1;
    }

    /** Refuses a {@code --log-label} that journald would drop. */
    public static void checkLabel(String label) throws ProtocolException {
        int equals = label.indexOf('=');
        if (equals == 0) {
            throw new ProtocolException("Container labels must be in format LABEL=VALUE (no LABEL present in '"
                    + label + "')");
        }
        if (equals < 0 || label.indexOf('=', equals + 1) >= 0) {
            throw new ProtocolException("Container labels must be in format LABEL=VALUE "
                    + "(none or more than one '=' present in '" + label + "')");
        }
        for (int i = 0; i < equals; i++) {
            char c = label.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                throw new ProtocolException("Container label names must contain only uppercase letters, numbers "
                        + "and underscore (in '" + label + "')");
            }
        }
    }

    private static void field(StringBuilder fields, String name, String value) {
        fields.append(name).append('=').append(value.replace('\n', ' ')).append('\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
