package carafe.monitor.system;

import carafe.kernel.Abi;
import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One epoll(7) instance, level-triggered, and the timers. Nothing is allocated for an event.
 *
 * <p>A handler may close its descriptor and another handler of the same round may get the number again. It then sees
 * an event that was not meant for it, so every handler must be content to find nothing to do.
 */
public final class EventLoop {
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int MAX_EVENTS = 32;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Sys sys;
    private final ByteBuffer memory;
    private final int epoll;
    private final long events;
    private final long change;
    /** struct epoll_event is packed on x86_64 only (include/uapi/linux/eventpoll.h). */
    private final int eventSize;
    private Handler[] handlers = new Handler[64];
    /** Never changed in place: a timer that fires may make or remove others. */
    private Timer[] timers = new Timer[0];
    private boolean stopped;

    /** What to do when a descriptor is ready. */
    public interface Handler {
        /** @param events EPOLLIN and its kin */
        void ready(int events);
    }

    /** A moment at which something is done once, unless it is set again. */
    public final class Timer {
        private static final long NEVER = Long.MAX_VALUE;
        private final Runnable action;
        private long at = NEVER;

        private Timer(Runnable action) {
            this.action = action;
        }

        /** Sets or moves the moment. */
        public void in(long millis) {
            at = System.nanoTime() + millis * NANOS_PER_MILLI;
        }

        public void cancel() {
            at = NEVER;
        }

        public boolean isSet() {
            return at != NEVER;
        }

        /** Cancels it for good: the loop knows it no longer. */
        public void remove() {
            cancel();
            Timer[] others = new Timer[timers.length];
            int count = 0;
            for (Timer timer : timers) {
                if (timer != this) {
                    others[count++] = timer;
                }
            }
            timers = Arrays.copyOf(others, count);
        }
    }

    public EventLoop(Sys sys) {
        this.sys = sys;
        memory = sys.memory();
        eventSize = Abi.current() == Abi.X86_64 ? 12 : 16;
        events = sys.arena().allocate(MAX_EVENTS * eventSize, 8);
        change = sys.arena().allocate(16, 8);
        epoll = (int) Libc.call(Syscall.EPOLL_CREATE1, Open.O_CLOEXEC);
    }

    /** Watches a descriptor. Errors and hang-ups are reported always. */
    public void add(int fd, int wanted, Handler handler) {
        if (fd >= handlers.length) {
            handlers = Arrays.copyOf(handlers, Math.max(fd + 1, handlers.length * 2));
        }
        handlers[fd] = handler;
        control(EPOLL_CTL_ADD, fd, wanted);
    }

    /** Changes what is wanted of a descriptor that is watched; 0 leaves errors and hang-ups. */
    public void modify(int fd, int wanted) {
        control(EPOLL_CTL_MOD, fd, wanted);
    }

    /** Stops watching; call it before the descriptor is closed. */
    public void remove(int fd) {
        if (fd < handlers.length && handlers[fd] != null) {
            handlers[fd] = null;
            control(EPOLL_CTL_DEL, fd, 0);
        }
    }

    /** A timer that is not set yet. It is kept until it is removed. */
    public Timer timer(Runnable action) {
        timers = Arrays.copyOf(timers, timers.length + 1);
        timers[timers.length - 1] = new Timer(action);
        return timers[timers.length - 1];
    }

    /** Runs until {@link #stop}, which may have come already. */
    public void run() {
        while (!stopped) {
            round();
        }
        stopped = false;
    }

    /** Ends {@link #run} after the current round. */
    public void stop() {
        stopped = true;
    }

    /** Waits for something to happen and handles it. */
    public void round() {
        int count = (int) Libc.call(Syscall.EPOLL_PWAIT, epoll, events, MAX_EVENTS, timeout(), 0, 8);
        int at = sys.offset(events);
        for (int i = 0; i < count; i++, at += eventSize) {
            int fd = memory.getInt(at + eventSize - Long.BYTES);
            Handler handler = handlers[fd];
            if (handler != null) {
                handler.ready(memory.getInt(at));
            }
        }
        fire();
    }

    private void fire() {
        long now = System.nanoTime();
        for (Timer timer : timers) {
            if (timer.at != Timer.NEVER && timer.at - now <= 0) {
                timer.cancel();
                timer.action.run();
            }
        }
    }

    /** Milliseconds until the first timer, rounded up; -1 without one. */
    private int timeout() {
        long first = Timer.NEVER;
        for (Timer timer : timers) {
            first = Math.min(first, timer.at);
        }
        if (first == Timer.NEVER) {
            return -1;
        }
        long wait = (first - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return (int) Math.max(0, Math.min(wait, Integer.MAX_VALUE));
    }

    private void control(int operation, int fd, int wanted) {
        int at = sys.offset(change);
        memory.putInt(at, wanted).putLong(at + eventSize - Long.BYTES, fd);
        Libc.call(Syscall.EPOLL_CTL, epoll, operation, fd, change);
    }
}
