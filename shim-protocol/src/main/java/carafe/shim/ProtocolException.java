package carafe.shim;

/** Bytes from a peer that do not follow the format; the message says what was found and what was expected. */
public final class ProtocolException extends Exception {
    public ProtocolException(String message) {
        super(message);
    }
}
