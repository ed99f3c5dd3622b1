package carafe.container;

import carafe.kernel.ErrnoException;
import carafe.kernel.Step;
import carafe.kernel.servant.ServantException;
import carafe.spec.json.SpecException;

/**
 * Why an operation did not happen: all that is known, to be rendered for engines and for people. The message is a single
 * line, in the words runc uses where engines match on them; {@link #hint} is what a person should know beyond it.
 */
public abstract sealed class Failure extends RuntimeException
        permits Refused, SetupFailed, Unusable, CgroupFailed, Defect {
    private static final long serialVersionUID = 1;

    private final transient Step step;

    Failure(Step step, String message, Throwable cause) {
        super(message, cause, false, false);
        this.step = step;
    }

    /** What any operation of this library throws, as a failure: what is none yet comes from below, or is a defect. */
    public static Failure of(RuntimeException thrown) {
        return switch (thrown) {
            case Failure failure -> failure;
            case ErrnoException refused -> SetupFailed.of(refused);
            case ServantException lost -> new SetupFailed(lost.step(), lost.getMessage(), null);
            case SpecException unusable -> new Unusable(unusable);
            default -> new Defect(thrown);
        };
    }

    /** What was being done; {@link Step#NONE} if nothing had begun. */
    public final Step step() {
        return step;
    }

    /** The JSON pointer of the property that is to blame; empty if none is. */
    public String pointer() {
        return step.pointer();
    }

    /** The file that {@link #pointer} is about, if it is not the bundle's config.json; else null. */
    public String file() {
        return null;
    }

    /** The call that the kernel refused, with its decoded arguments, or null. */
    public String call() {
        return null;
    }

    /** Positive, or 0 if no call failed. */
    public int errno() {
        return 0;
    }

    /** The likely cause and what to do, or null. */
    public String hint() {
        return null;
    }
}
