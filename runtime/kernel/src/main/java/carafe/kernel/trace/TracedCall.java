package carafe.kernel.trace;

import carafe.kernel.Call;
import carafe.kernel.CallObserver;
import carafe.kernel.Errno;
import carafe.kernel.Step;

/**
 * One call as it went.
 *
 * @param call    with its arguments, decoded by its {@code toString}
 * @param process that ran it, as the host numbers it; 0 for this one
 * @param result  what it returned, a negated error number if it failed, or {@link CallObserver#UNKNOWN}
 * @param begin   as {@link System#nanoTime} tells it
 * @param end     of a batch, the share of each call, as only the whole is measured
 */
public record TracedCall(Call call, int process, long result, long begin, long end) {
    /** What it was for. */
    public Step step() {
        return call.step();
    }

    public boolean failed() {
        return result < 0 && result > -Errno.LIMIT;
    }

    /** The result for a person: a number, the name of an error, or a question mark if nobody waited for it. */
    public String shownResult() {
        return failed() ? Errno.name((int) -result) : result == CallObserver.UNKNOWN ? "?" : Long.toString(result);
    }

    /** For example {@code openat(...) = ENOENT}. */
    @Override
    public String toString() {
        return call + " = " + shownResult();
    }
}
