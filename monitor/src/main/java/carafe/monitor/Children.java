package carafe.monitor;

import carafe.kernel.Errno;
import carafe.monitor.network.NetworkHelper;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.Sys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Collects the monitor's children: the runtime, what it leaves behind, and helpers. The monitor is a subreaper, so the
 * container's first process becomes its child when the runtime exits; it may be dead before its pid is known, so the
 * statuses of unknown children are kept until {@link #forgetUnknown}.
 */
final class Children implements EventLoop.Handler, NetworkHelper.ChildCollector {
    private final Sys sys;
    private final int signals;
    private final IntConsumer onSignal;
    private final long info;
    private final Map<Integer, IntConsumer> expected = new HashMap<>();
    private List<int[]> unknown = new ArrayList<>();

    /** @param onSignal told of SIGTERM, SIGINT and SIGQUIT */
    Children(Sys sys, EventLoop loop, IntConsumer onSignal) {
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
    @Override
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
    boolean isChild(int pid) {
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

    /** The container's pid is known now: other orphans matter to nobody. */
    void forgetUnknown() {
        unknown = new ArrayList<>();
    }

    private void collect() {
        for (int pid = sys.waitFor(-1, Sys.WNOHANG); pid > 0; pid = sys.waitFor(-1, Sys.WNOHANG)) {
            int status = sys.waitStatus();
            IntConsumer onExit = expected.remove(pid);
            if (onExit != null) {
                onExit.accept(status);
            } else {
                unknown.add(new int[] {pid, status});
            }
        }
    }
}
