package carafe.container.cgroup;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;

/** Waiting until a descriptor can be read (ppoll(2)). */
final class Readiness {
    private static final int POLLIN = 1;
    private static final long NANOSECONDS_PER_MS = 1_000_000;

    private Readiness() {
    }

    /**
     * @param milliseconds how long at most, -1 for ever
     * @return false if the time is over, or a signal came in between
     */
    static boolean await(Kernel kernel, Fd fd, int milliseconds) {
        int mark = kernel.arena().mark();
        // struct pollfd: descriptor, then events in the lower half of the next word
        long poll = kernel.arena().ints(fd.number(), POLLIN);
        long timeout = milliseconds < 0 ? 0
                : kernel.arena().longs(milliseconds / 1000, milliseconds % 1000 * NANOSECONDS_PER_MS);
        long ready = kernel.run(kernel.allowing(Errno.EINTR).call(Syscall.PPOLL)
                .with(poll).with(1).with(timeout).with(0).with(0)).get();
        kernel.arena().reset(mark);
        return ready > 0;
    }
}
