package carafe.monitor.system;

import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.PollList;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;

/** Signal numbers and what this process does with signals (signal(7), the same numbers on both architectures). */
public final class Signals {
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGKILL = 9;
    public static final int SIGPIPE = 13;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;

    /** Read from a descriptor instead of being delivered. */
    public static final long HANDLED = bit(SIGINT) | bit(SIGQUIT) | bit(SIGTERM) | bit(SIGCHLD);
    /** struct signalfd_siginfo (signalfd(2)); the number is its first field. */
    public static final int INFO_BYTES = 128;

    private static final int SIG_SETMASK = 2;
    private static final int SET_BYTES = 8;
    private static final long SIG_IGN = 1;

    private Signals() {
    }

    private static long bit(int signal) {
        return 1L << signal - 1;
    }

    /** Blocks exactly {@code signals} in the calling thread. */
    public static void block(Sys sys, long signals) {
        int mark = sys.arena().mark();
        Libc.call(Syscall.RT_SIGPROCMASK, SIG_SETMASK, sys.arena().longs(signals), 0, SET_BYTES);
        sys.arena().reset(mark);
    }

    /** Writing to a pipe that nobody reads shall be an error, not the end of the monitor. */
    public static void ignoreSigpipe(Sys sys) {
        int mark = sys.arena().mark();
        // struct sigaction of the kernel: handler, flags, restorer, mask
        Libc.call(Syscall.RT_SIGACTION, SIGPIPE, sys.arena().longs(SIG_IGN, 0, 0, 0), 0, SET_BYTES);
        sys.arena().reset(mark);
    }

    /** A descriptor from which the blocked signals of {@link #HANDLED} can be read. */
    public static int descriptor(Sys sys) {
        return descriptor(sys, HANDLED);
    }

    private static int descriptor(Sys sys, long signals) {
        int mark = sys.arena().mark();
        int fd = (int) Libc.call(Syscall.SIGNALFD4, -1, sys.arena().longs(signals), SET_BYTES,
                Open.O_CLOEXEC | Open.O_NONBLOCK);
        sys.arena().reset(mark);
        return fd;
    }

    /** Waits until {@code fd} can be read, or until SIGTERM comes, which is blocked then: whether it was the first. */
    public static boolean awaitReadable(Sys sys, int fd) {
        block(sys, bit(SIGTERM));
        int terminated = descriptor(sys, bit(SIGTERM));
        int mark = sys.arena().mark();
        PollList list = new PollList(sys.arena(), fd, terminated);
        sys.poll(list);
        boolean readable = !list.isReady(1);
        sys.arena().reset(mark);
        sys.close(terminated);
        if (readable) {
            block(sys, 0);
        }
        return readable;
    }
}
