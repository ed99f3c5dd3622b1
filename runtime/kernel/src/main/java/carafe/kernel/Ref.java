package carafe.kernel;

/**
 * The result of a call that may not have run yet. It can be an argument of the next call at once; asking for its value
 * makes the kernel run what is queued.
 */
public class Ref {
    private final Kernel kernel;
    private long value;
    private boolean done;
    private int slot = -1;

    Ref(Kernel kernel) {
        this.kernel = kernel;
    }

    Ref(long value) {
        this.kernel = null;
        this.value = value;
        this.done = true;
    }

    /** The result; a negated error number if the call failed in a way its caller allowed. */
    public final long get() {
        if (!done) {
            kernel.flush();
        }
        if (!done) {
            throw new IllegalStateException("the call behind this result never ran");
        }
        return value;
    }

    /** Whether the call failed with an error number that was allowed. */
    public final boolean failed() {
        return Libc.failed(get());
    }

    /** The allowed error number the call failed with, 0 if it succeeded. */
    public final int errno() {
        return failed() ? (int) -value : 0;
    }

    /** For servants: where the value is kept for later calls of the same batch; -1 if none needs it. */
    public final int slot() {
        return slot;
    }

    public final void assignSlot(int number) {
        slot = number;
    }

    /** Whether the call has run. */
    public final boolean isDone() {
        return done;
    }

    /** For kernels: what the call returned. */
    public final void complete(long result) {
        value = result;
        done = true;
    }
}
