package carafe.kernel.trace;

import carafe.kernel.Call;
import carafe.kernel.CallObserver;
import java.util.ArrayList;
import java.util.List;

/** Keeps what has been called: while it runs no text is made of it, so that the time it takes stays what it is. */
public final class Trace implements CallObserver {
    /** A set-up has hundreds; a terminal that is served for days must not fill the memory. */
    private static final int MOST = 100_000;

    private final List<TracedCall> calls = new ArrayList<>(1024);
    private final long start = System.nanoTime();
    private final long startMillis = System.currentTimeMillis();
    private long dropped;

    @Override
    public void ran(Call call, int process, long result, long begin, long end) {
        if (calls.size() < MOST) {
            calls.add(new TracedCall(call, process, result, begin, end));
        } else {
            dropped++;
        }
    }

    /** In the order in which their results became known. */
    public List<TracedCall> calls() {
        return calls;
    }

    /** How many calls came after too many. */
    public long dropped() {
        return dropped;
    }

    /** Nanoseconds since the trace began, for a time of {@link System#nanoTime}. */
    public long sinceStart(long time) {
        return time - start;
    }

    /** Nanoseconds of the epoch, for a time of {@link System#nanoTime}. */
    public long wallClock(long time) {
        return startMillis * 1_000_000 + time - start;
    }

    /** Calls in a row of one process for the same step, in order. */
    public List<TracedStep> steps() {
        List<TracedStep> steps = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= calls.size(); i++) {
            if (i == calls.size() || calls.get(i).process() != calls.get(first).process()
                    || !calls.get(i).step().equals(calls.get(first).step())) {
                steps.add(new TracedStep(steps.size() + 1, calls.subList(first, i)));
                first = i;
            }
        }
        return steps;
    }
}
