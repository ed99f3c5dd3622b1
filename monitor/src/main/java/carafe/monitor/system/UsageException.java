package carafe.monitor.system;

/** A command line that cannot be followed; the message is one line for the caller. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
