package carafe.shim;

import java.nio.charset.StandardCharsets;

/**
 * What the monitor tells its engine on the sync pipe ({@code _OCI_SYNCPIPE}).
 *
 * <pre>
 *   engine                monitor                                  runtime
 *     │ ── start pipe: a byte ─▶ │ ── create ─────────────────────────▶ │
 *     │                          │ ◀──────────── pid file, exit 0 ───── │
 *     │ ◀─ {"data": PID} ─────── │
 *     │                          │ ◀──────────── error text, exit 1 ─── │
 *     │ ◀─ {"data": -1, "message": "TEXT"} ─ │
 *     │ ◀─ {"data": CODE} ────── │   (exec only: the process has ended)
 * </pre>
 *
 * One JSON object a line. The key is {@code data} since API version 1; before that it was {@code pid} for a
 * container and {@code exit_code} for an exec session. An engine that reads end-of-file without a message can only
 * say "no logs from conmon", so a message is owed in every case.
 *
 * @param value a pid, an exit code, or {@link #FAILED}
 * @param message the runtime's own words as bytes (perhaps no valid UTF-8), empty for none
 */
public record SyncMessage(int value, byte[] message) {
    /** The value of every message that reports a failure. */
    public static final int FAILED = -1;
    /** The message when {@code --timeout} ended the container; engines compare it. */
    public static final String TIMED_OUT = "command timed out";
    /** The message when the runtime has succeeded without sending a console descriptor. */
    public static final String NO_TERMINAL = "Runtime did not set up terminal";
    /** The longest text that is passed on, as conmon reads 8191 bytes of the runtime's error output. */
    public static final int MAX_MESSAGE = 8191;

    /** The name of the number. */
    public enum Key {
        DATA("data"), PID("pid"), EXIT_CODE("exit_code");

        private final String json;

        Key(String json) {
            this.json = json;
        }

        /** The key an engine expects. */
        public static Key of(boolean apiVersion1, boolean exec) {
            return apiVersion1 ? DATA : exec ? EXIT_CODE : PID;
        }
    }

    public static SyncMessage of(int value) {
        return new SyncMessage(value, new byte[0]);
    }

    public static SyncMessage of(int value, String message) {
        return new SyncMessage(value, message.getBytes(StandardCharsets.UTF_8));
    }

    /** The line to write, with its newline. */
    public byte[] encode(Key key) {
        JsonText json = new JsonText(": ").put(key.json, value);
        return (message.length == 0 ? json : json.put("message", message)).line();
    }

    /** Reads a line of any API version, as an engine would. */
    public static SyncMessage decode(String line) throws ProtocolException {
        byte[] bytes = line.strip().getBytes(StandardCharsets.UTF_8);
        JsonObject json = JsonObject.parse(bytes, 0, bytes.length);
        for (Key key : Key.values()) {
            if (json.has(key.json)) {
                int value = (int) json.number(key.json, Integer.MIN_VALUE, Integer.MAX_VALUE);
                return of(value, json.has("message") ? json.string("message") : "");
            }
        }
        throw new ProtocolException("no \"data\", \"pid\" or \"exit_code\" in " + line);
    }

    /** The message as text; bytes that are no UTF-8 become replacement characters. */
    public String text() {
        return new String(message, StandardCharsets.UTF_8);
    }
}
