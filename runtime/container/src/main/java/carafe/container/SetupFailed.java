package carafe.container;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Step;

/** A step of a set-up failed; everything made so far has been removed again. */
public final class SetupFailed extends Failure {
    private static final long serialVersionUID = 1;
    /** How the step begins that ends a set-up. */
    private static final String EXECUTE = "exec ";

    private final transient Step step;
    private final String call;
    private final int errno;
    private final String hint;

    /**
     * @param hint the likely cause and what to do, or null
     */
    public SetupFailed(Step step, ErrnoException cause, String hint) {
        super(message(step, cause), cause);
        this.step = step;
        this.call = cause.call();
        this.errno = cause.errno();
        this.hint = hint;
    }

    private SetupFailed(Step step, String message, int errno, String hint) {
        super(message, null);
        this.step = step;
        this.call = null;
        this.errno = errno;
        this.hint = hint;
    }

    /**
     * The kernel refused to execute a process's program. In runc's words; and not in those of the call, because its
     * arguments are the whole environment.
     */
    public static SetupFailed notExecuted(String program, int errno) {
        Step step = new Step(EXECUTE + program, "/process/args");
        return new SetupFailed(step, step.name() + ": " + Errno.describe(errno), errno,
                Hints.of(new ErrnoException("execve", errno, step)));
    }

    /** For a failure that is not a refused call, such as a servant that died. */
    public SetupFailed(Step step, String problem, String hint) {
        super(step == Step.NONE ? problem : step.name() + ": " + problem, null);
        this.step = step;
        this.call = null;
        this.errno = 0;
        this.hint = hint;
    }

    private static String message(Step step, ErrnoException cause) {
        return step.name().isEmpty() ? cause.getMessage() : step.name() + ": " + cause.getMessage();
    }

    @Override
    public Step step() {
        return step;
    }

    /** Whether everything was set up, and it was the program itself that the kernel refused to execute. */
    public boolean isRefusedProgram() {
        return errno != 0 && step.name().startsWith(EXECUTE);
    }

    /** The call with its decoded arguments, or null. */
    public String call() {
        return call;
    }

    /** Positive, or 0 if no call failed. */
    public int errno() {
        return errno;
    }

    public String hint() {
        return hint;
    }
}
