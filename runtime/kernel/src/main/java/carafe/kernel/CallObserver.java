package carafe.kernel;

/** Is told of every call that a {@link LocalKernel}, and the servants it spawned, have run. */
public interface CallObserver {
    /** The result of a call that nobody waited for, such as those of a servant's last batch. */
    long UNKNOWN = Long.MIN_VALUE;

    /**
     * @param process that ran it, as the host numbers it; 0 for this one
     * @param result  what it returned, a negated error number if it failed, or {@link #UNKNOWN}
     * @param begin   as {@link System#nanoTime} tells it
     * @param end     of a batch, the share of each call, as only the whole is measured
     */
    void ran(Call call, int process, long result, long begin, long end);
}
