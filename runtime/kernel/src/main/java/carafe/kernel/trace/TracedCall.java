package carafe.kernel.trace;

import carafe.kernel.Errno;
import carafe.kernel.Step;

/**
 * One call as it went.
 *
 * @param step        what it was for
 * @param text        the call with its decoded arguments
 * @param result      what it returned, a negated error number if it failed
 * @param nanoseconds until its result was known; of a batch, the share of each call, as only the whole is measured
 */
public record TracedCall(Step step, String text, long result, long nanoseconds) {
    /** For example {@code openat(...) = ENOENT}. */
    @Override
    public String toString() {
        boolean failed = result < 0 && result > -Errno.LIMIT;
        return text + " = " + (failed ? Errno.name((int) -result) : Long.toString(result));
    }
}
