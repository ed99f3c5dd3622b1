package carafe.container;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Step;
import carafe.kernel.StepKind;

/** A step of a set-up failed; everything made so far has been removed again. */
public final class SetupFailed extends Failure {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;
    private final String hint;

    /**
     * @param hint the likely cause and what to do, or null
     */
    public SetupFailed(Step step, ErrnoException cause, String hint) {
        super(step, EngineWords.during(step) + cause.getMessage(), cause);
        this.call = cause.call();
        this.errno = cause.errno();
        this.hint = hint;
    }

    private SetupFailed(Step step, String message, int errno, String hint) {
        super(step, message, null);
        this.call = null;
        this.errno = errno;
        this.hint = hint;
    }

    /** For a failure that is not a refused call, such as a servant that died. */
    public SetupFailed(Step step, String problem, String hint) {
        this(step, EngineWords.during(step) + problem, 0, hint);
    }

    /** A call that the kernel refused during its step, whose kind decides what is told of it. */
    public static SetupFailed of(ErrnoException refused) {
        Step step = refused.step();
        return step.kind() == StepKind.EXECUTE ? notExecuted(step.subject(), refused.errno())
                : new SetupFailed(step, refused, Hints.of(refused));
    }

    /**
     * The kernel refused to execute a process's program. In runc's words; and not in those of the call, because its
     * arguments are the whole environment.
     */
    public static SetupFailed notExecuted(String program, int errno) {
        Step step = new Step(StepKind.EXECUTE, program);
        return new SetupFailed(step, EngineWords.during(step) + Errno.describe(errno), errno,
                Hints.of(new ErrnoException("execve", errno, step)));
    }

    /** The same failure, told better. */
    public SetupFailed explained(String message) {
        return new SetupFailed(step(), message, errno, hint);
    }

    /** Whether everything was set up, and it was the program itself that the kernel refused to execute. */
    public boolean isRefusedProgram() {
        return errno != 0 && step().kind() == StepKind.EXECUTE;
    }

    @Override
    public String call() {
        return call;
    }

    @Override
    public int errno() {
        return errno;
    }

    @Override
    public String hint() {
        return hint;
    }
}
