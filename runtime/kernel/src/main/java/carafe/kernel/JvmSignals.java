package carafe.kernel;

import java.util.function.IntConsumer;
import sun.misc.Signal;

/**
 * The JVM's own handling of signals. The compiler warns of the class behind it, whatever is asked of it, and has no other
 * to offer; so this type is compiled by itself, before all others, for which warnings are errors.
 */
final class JvmSignals {
    private JvmSignals() {
    }

    /** Has a signal's number handed to {@code taker}, on a thread of the JVM's; a signal that the JVM needs it keeps. */
    static void take(String name, IntConsumer taker) {
        try {
            Signal.handle(new Signal(name), signal -> taker.accept(signal.getNumber()));
        } catch (IllegalArgumentException keptByTheJvm) {
            // which differs between releases; it does with the signal what it always does
        }
    }
}
