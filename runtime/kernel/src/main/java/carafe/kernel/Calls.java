package carafe.kernel;

/** What the groups of typed calls below {@link Kernel} are made of. */
public interface Calls {
    /** Starts a call whose result is a number. */
    Call call(Syscall syscall);

    /** Starts a call whose result is a descriptor. */
    Call open(Syscall syscall);

    /** Takes the call over: runs it, or queues it. */
    void submit(Call call);

    /** Submits and gives the result. */
    default Ref run(Call call) {
        submit(call);
        return call.result();
    }

    /** Submits a call begun with {@link #open} and gives the descriptor. */
    default Fd fd(Call call) {
        submit(call);
        return (Fd) call.result();
    }
}
