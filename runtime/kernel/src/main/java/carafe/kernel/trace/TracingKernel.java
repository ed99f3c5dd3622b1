package carafe.kernel.trace;

import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallingKernel;
import carafe.kernel.ErrnoException;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Passes every call on to another kernel and keeps what became of it: named, decoded, timed. */
public final class TracingKernel extends CallingKernel {
    private final Kernel traced;
    private final List<Call> pending = new ArrayList<>();
    private final List<TracedCall> calls = new ArrayList<>();

    /** Closes {@code traced} when it is closed itself. */
    public TracingKernel(Kernel traced) {
        this.traced = traced;
    }

    /** What has run so far, in order; a call that failed the set-up is the last. */
    public List<TracedCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Arena arena() {
        return traced.arena();
    }

    @Override
    public void submit(Call call) {
        pending.add(call);
        long begin = System.nanoTime();
        try {
            traced.submit(call);
        } catch (ErrnoException e) {
            settle(System.nanoTime() - begin, e);
            throw e;
        }
        if (call.result().isDone()) {
            settle(System.nanoTime() - begin, null);
        }
    }

    @Override
    public void flush() {
        long begin = System.nanoTime();
        try {
            traced.flush();
        } catch (ErrnoException e) {
            settle(System.nanoTime() - begin, e);
            throw e;
        }
        settle(System.nanoTime() - begin, null);
    }

    /** Writes down what is done, decoded only now that results used as arguments are known. */
    private void settle(long nanoseconds, ErrnoException failure) {
        int done = 0;
        while (done < pending.size() && pending.get(done).result().isDone()) {
            done++;
        }
        int ran = failure == null ? done : done + 1;
        for (int i = 0; i < done; i++) {
            Call call = pending.get(i);
            calls.add(new TracedCall(call.step(), call.toString(), call.result().get(), nanoseconds / ran));
        }
        if (failure != null && done < pending.size()) {
            Call call = pending.get(done);
            calls.add(new TracedCall(call.step(), call.toString(), -failure.errno(), nanoseconds / ran));
            pending.clear();
            return;
        }
        pending.subList(0, done).clear();
    }

    @Override
    public void close() {
        traced.close();
    }
}
