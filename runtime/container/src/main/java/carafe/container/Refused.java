package carafe.container;

import carafe.kernel.Step;

/** The operation does not fit the container's state or the caller's request; nothing was changed. */
public final class Refused extends Failure {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
        super(Step.NONE, message, null);
    }
}
