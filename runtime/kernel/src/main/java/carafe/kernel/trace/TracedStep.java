package carafe.kernel.trace;

import carafe.kernel.Step;
import java.util.List;

/**
 * A step as it went.
 *
 * @param number from 1 on
 * @param calls  at least one
 */
public record TracedStep(int number, List<TracedCall> calls) {
    public Step step() {
        return calls.getFirst().step();
    }

    /** What it was for, for a person. */
    public String name() {
        return step().equals(Step.NONE) ? "the runtime itself" : step().name();
    }

    /** As the host numbers it; 0 for this one. */
    public int process() {
        return calls.getFirst().process();
    }

    /** As {@link System#nanoTime} tells it. */
    public long begin() {
        return calls.getFirst().begin();
    }

    public long end() {
        return calls.getLast().end();
    }
}
