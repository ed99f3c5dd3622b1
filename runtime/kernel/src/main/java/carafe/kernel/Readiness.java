package carafe.kernel;

/** Waiting until a descriptor can be read (ppoll(2)). */
public final class Readiness {
    private Readiness() {
    }

    /**
     * @param milliseconds how long at most, -1 for ever
     * @return false if the time is over, or a signal came in between
     */
    public static boolean await(Kernel kernel, Fd fd, int milliseconds) {
        int mark = kernel.arena().mark();
        PollList list = new PollList(kernel.arena(), fd.number());
        long timeout = milliseconds < 0 ? 0
                : kernel.arena().longs(milliseconds / 1000, milliseconds % 1000 * ProcessCalls.MILLISECOND);
        long ready = kernel.run(kernel.allowing(Errno.EINTR).call(Syscall.PPOLL)
                .with(list.address()).with(list.count()).with(timeout).with(0).with(0)).get();
        kernel.arena().reset(mark);
        return ready > 0;
    }
}
