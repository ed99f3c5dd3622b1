package carafe.monitor.process;

import carafe.kernel.RawText;

/** The container did not come into being; the message is for the engine. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient byte[] text;

    public StartFailure(String message) {
        this(RawText.bytes(message));
    }

    /** @param text the runtime's own words */
    public StartFailure(byte[] text) {
        super(RawText.of(text), null, false, false);
        this.text = text;
    }

    public byte[] text() {
        return text;
    }
}
