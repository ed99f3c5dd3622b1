package carafe.kernel;

/**
 * A kernel to call.
 *
 * <p>Calls are written one after the other as if each ran at once. Some kernels queue them, and run the queue when a
 * {@link Ref} is asked for its value or {@link #flush} is called, so an unexpected error surfaces there at the latest,
 * as an {@link ErrnoException} that names the call. Nothing after the failed call has run then.
 *
 * <p>An error number that is part of the plan is allowed in the call's own line, and for that call alone:
 * {@code kernel.allowing(Errno.EEXIST).mkdirat(...)}.
 *
 * <p>A kernel belongs to one thread.
 */
public interface Kernel extends FileCalls, MountCalls, ProcessCalls, IdentityCalls, SocketCalls, AutoCloseable {
    /** The memory that pointers given to this kernel must point into. */
    Arena arena();

    /** Runs everything queued. */
    void flush();

    /** Calls from here on belong to this step, until the next. */
    void enter(Step step);

    /** The step that calls belong to now. */
    Step step();

    default void enter(StepKind kind) {
        enter(new Step(kind));
    }

    default void enter(StepKind kind, String subject) {
        enter(new Step(kind, subject));
    }

    default void enter(StepKind kind, String subject, String pointer) {
        enter(new Step(kind, subject, pointer));
    }

    /** What is called through the result may fail with this error number. */
    default Kernel allowing(int errno) {
        return allowing(errno, 0);
    }

    /** What is called through the result may fail with one of these error numbers. */
    Kernel allowing(int errno, int other);

    /** What is called through the result may fail in any way. */
    Kernel allowingAll();

    @Override
    void close();
}
