package carafe.cli.verb;

/** A command that cannot be carried out for a reason found on the command line or in the environment. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        // Neither suppression nor a stack trace: the message is all anyone sees.
        super(message, null, false, false);
    }
}
