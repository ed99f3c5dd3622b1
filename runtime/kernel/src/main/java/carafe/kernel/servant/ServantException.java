package carafe.kernel.servant;

import carafe.kernel.Step;

/** The servant itself is gone or stuck; an error of a call it made is an {@link carafe.kernel.ErrnoException}. */
public final class ServantException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Step step;

    ServantException(String message, Step step) {
        super(message, null, false, false);
        this.step = step;
    }

    /** What it was doing; {@link Step#NONE} if it was idle. */
    public Step step() {
        return step;
    }
}
