package carafe.container;

import carafe.kernel.Step;

/** Something that should not be possible. */
public final class Defect extends Failure {
    private static final long serialVersionUID = 1;

    Defect(RuntimeException thrown) {
        super(Step.NONE, "internal error: " + thrown, thrown);
    }

    /** The line of the source where it happened, so that it can be reported; null if that is not known. */
    public String place() {
        StackTraceElement[] stack = getCause().getStackTrace();
        return stack.length == 0 ? null : stack[0].toString();
    }
}
