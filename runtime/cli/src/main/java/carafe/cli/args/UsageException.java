package carafe.cli.args;

/** The command line itself is wrong; the message says how, in the words Go's flag package uses. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        // Neither suppression nor a stack trace: the message is all anyone sees.
        super(message, null, false, false);
    }
}
