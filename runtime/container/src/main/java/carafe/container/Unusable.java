package carafe.container;

import carafe.kernel.Step;
import carafe.spec.json.SpecException;

/** A document cannot be used as it is: the message names the place, what stands there and what was expected. */
public final class Unusable extends Failure {
    private static final long serialVersionUID = 1;

    private final String file;
    private final String pointer;

    /** @param pointer in config.json */
    public Unusable(String pointer, String message) {
        super(Step.NONE, message, null);
        this.file = null;
        this.pointer = pointer;
    }

    Unusable(SpecException cause) {
        super(Step.NONE, cause.getMessage(), cause);
        this.file = cause.file();
        this.pointer = cause.finding().pointer();
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public String pointer() {
        return pointer;
    }
}
