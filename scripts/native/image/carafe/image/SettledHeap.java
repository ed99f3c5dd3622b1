package carafe.image;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * An image that is optimised for size allocates every object out of line, and the original computes the sizes of the
 * heap anew after each array, in case an option changed: five of eight million instructions of {@code carafe run}. Here
 * no option ever changes; the sizes that the first array finds stay.
 */
@TargetClass(className = "com.oracle.svm.core.genscavenge.ThreadLocalAllocation")
final class SettledHeap {
    private SettledHeap() {
    }

    @Substitute
    private static void runSlowPathHooks() {
        // nothing to adapt to
    }
}
