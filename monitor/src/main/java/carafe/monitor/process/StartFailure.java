package carafe.monitor.process;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The container did not come into being; the message is for the engine. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient byte[] text;

    public StartFailure(String message) {
        this(message.getBytes(UTF_8));
    }

    /** @param text the runtime's own words */
    public StartFailure(byte[] text) {
        super(new String(text, UTF_8), null, false, false);
        this.text = text;
    }

    public byte[] text() {
        return text;
    }
}
