package carafe.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The container did not come into being; the message is for the engine. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient byte[] text;

    StartFailure(String message) {
        this(message.getBytes(UTF_8));
    }

    /** @param text the runtime's own words */
    StartFailure(byte[] text) {
        super(new String(text, UTF_8), null, false, false);
        this.text = text;
    }

    byte[] text() {
        return text;
    }
}
