package carafe.container;

import carafe.kernel.Step;

/**
 * Why an operation on a container did not happen, in a form that can be rendered for engines and for people. The
 * message is a single line in the words runc uses where engines match on them.
 */
public abstract sealed class Failure extends RuntimeException permits Refused, SetupFailed {
    private static final long serialVersionUID = 1;

    Failure(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** What was being done; {@link Step#NONE} if nothing had begun. */
    public Step step() {
        return Step.NONE;
    }
}
