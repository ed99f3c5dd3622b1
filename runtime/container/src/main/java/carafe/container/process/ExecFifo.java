package carafe.container.process;

import carafe.container.path.ProcHandle;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.kernel.servant.Servant;
import java.util.Arrays;

/** Where a created container waits for {@code start}; the other side is drawn in {@code lifecycle.Start}. */
public final class ExecFifo {
    private final Servant servant;
    private final Fd path;

    /**
     * @param path an O_PATH descriptor of the fifo in the servant, opened while its directory could be reached. It
     *     opens nothing by itself, so a process that gets hold of it through ptrace gains nothing (CVE-2016-9962).
     */
    public ExecFifo(Servant servant, Fd path) {
        this.servant = servant;
        this.path = path;
    }

    /**
     * Queues the wait: returns from open(2) when start has opened the other end.
     *
     * @param keep descriptors for the program; others of the set-up are not held open while waiting
     */
    public Fd await(ProcHandle proc, int... keep) {
        servant.enter(StepKind.WAIT_FOR_START);
        int[] needed = Arrays.copyOf(keep, keep.length + 2);
        needed[keep.length] = path.number();
        needed[keep.length + 1] = proc.root().number();
        servant.closeAllBut(needed);
        servant.endOnSignals();
        Fd fifo = proc.reopen(path, Open.O_WRONLY);
        servant.write(fifo, "0");
        return fifo;
    }

    /** What the servant does if a call after {@link #await} fails: tells start through the fifo, and ends. */
    public void reportFailure(Fd fifo) {
        servant.allowingAll().run(servant.call(Syscall.WRITE).with(fifo).with(servant.answerPointer()).with(16));
        servant.run(servant.call(Syscall.EXIT_GROUP).with(1));
    }
}
