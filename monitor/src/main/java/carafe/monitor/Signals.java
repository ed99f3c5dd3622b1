package carafe.monitor;

import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.Syscall;
import carafe.monitor.system.Sys;

/** Signal numbers and what this process does with signals (signal(7), the same numbers on both architectures). */
public final class Signals {
    static final int SIGINT = 2;
    static final int SIGQUIT = 3;
    static final int SIGKILL = 9;
    static final int SIGPIPE = 13;
    static final int SIGTERM = 15;
    static final int SIGCHLD = 17;

    /** Read from a descriptor instead of being delivered. */
    public static final long HANDLED = bit(SIGINT) | bit(SIGQUIT) | bit(SIGTERM) | bit(SIGCHLD);
    /** struct signalfd_siginfo (signalfd(2)); the number is its first field. */
    static final int INFO_BYTES = 128;

    private static final int SIG_SETMASK = 2;
    private static final int SET_BYTES = 8;
    private static final long SIG_IGN = 1;

    private Signals() {
    }

    private static long bit(int signal) {
        return 1L << signal - 1;
    }

    /** Blocks exactly {@code signals} in the calling thread. */
    static void block(Sys sys, long signals) {
        int mark = sys.arena().mark();
        Libc.call(Syscall.RT_SIGPROCMASK, SIG_SETMASK, sys.arena().longs(signals), 0, SET_BYTES);
        sys.arena().reset(mark);
    }

    /** Writing to a pipe that nobody reads shall be an error, not the end of the monitor. */
    static void ignoreSigpipe(Sys sys) {
        int mark = sys.arena().mark();
        // struct sigaction of the kernel: handler, flags, restorer, mask
        Libc.call(Syscall.RT_SIGACTION, SIGPIPE, sys.arena().longs(SIG_IGN, 0, 0, 0), 0, SET_BYTES);
        sys.arena().reset(mark);
    }

    /** A descriptor from which the blocked signals of {@link #HANDLED} can be read. */
    static int descriptor(Sys sys) {
        int mark = sys.arena().mark();
        int fd = (int) Libc.call(Syscall.SIGNALFD4, -1, sys.arena().longs(HANDLED), SET_BYTES,
                Open.O_CLOEXEC | Open.O_NONBLOCK);
        sys.arena().reset(mark);
        return fd;
    }
}
