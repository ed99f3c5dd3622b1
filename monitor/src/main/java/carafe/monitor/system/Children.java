package carafe.monitor.system;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Collects the monitor's children: runtimes, what they leave behind, and helpers. The monitor is a subreaper, so a
 * process becomes its child when the runtime that started it exits; it may be dead before its pid is known, so the
 * statuses of unknown children are kept as long as a runtime is at work.
 */
public final class Children implements EventLoop.Handler {
    private final Sys sys;
    private final int signals;
    private final IntConsumer onSignal;
    private final long info;
    private final Map<Integer, IntConsumer> expected = new HashMap<>();
    private final List<int[]> unknown = new ArrayList<>();
    private int starts;

    /** @param onSignal told of SIGTERM, SIGINT and SIGQUIT */
    public Children(Sys sys, EventLoop loop, IntConsumer onSignal) {
        this.sys = sys;
        this.onSignal = onSignal;
        info = sys.arena().allocate(Signals.INFO_BYTES, 8);
        signals = Signals.descriptor(sys);
        loop.add(signals, Sys.EPOLLIN, this);
    }

    @Override
    public void ready(int events) {
        while (sys.read(signals, info, Signals.INFO_BYTES) == Signals.INFO_BYTES) {
            int signal = sys.memory().getInt(sys.offset(info));
            if (signal == Signals.SIGCHLD) {
                collect();
            } else {
                onSignal.accept(signal);
            }
        }
    }

    /** What to do with the wait status of a child. */
    public void expect(int pid, IntConsumer onExit) {
        for (int[] early : unknown) {
            if (early[0] == pid) {
                unknown.remove(early);
                onExit.accept(early[1]);
                return;
            }
        }
        expected.put(pid, onExit);
    }

    /** Whether {@code pid} is a child that lives, or one whose status waits to be read. */
    public boolean isChild(int pid) {
        int found = sys.waitFor(pid, Sys.WNOHANG);
        if (found == pid) {
            unknown.add(new int[] {pid, sys.waitStatus()});
        }
        return found != -Errno.ECHILD || isUnknown(pid);
    }

    private boolean isUnknown(int pid) {
        for (int[] early : unknown) {
            if (early[0] == pid) {
                return true;
            }
        }
        return false;
    }

    /** A runtime begins to start a process. */
    public void beginStart() {
        starts++;
    }

    /** The pid of what it has started is known and expected, or there is none. */
    public void endStart() {
        if (--starts == 0) {
            unknown.clear();
        }
    }

    private void collect() {
        for (int pid = sys.waitFor(-1, Sys.WNOHANG); pid > 0; pid = sys.waitFor(-1, Sys.WNOHANG)) {
            int status = sys.waitStatus();
            IntConsumer onExit = expected.remove(pid);
            if (onExit != null) {
                onExit.accept(status);
            } else if (starts > 0) {
                unknown.add(new int[] {pid, status});
            }
        }
    }
}
