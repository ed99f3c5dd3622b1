package carafe.kernel;

/** The kernel as this process sees it; every call runs at once. */
public final class LocalKernel extends CallingKernel {
    private static final int FIRST_ARENA = 1 << 20;
    private static final int LARGEST_ARENA = 1 << 25;

    private final Arena arena;
    private CallObserver observer;

    public LocalKernel() {
        this(Arena.growing(FIRST_ARENA, LARGEST_ARENA));
    }

    /** Takes the arena over and closes it in the end. */
    public LocalKernel(Arena arena) {
        this.arena = arena;
    }

    @Override
    public Arena arena() {
        return arena;
    }

    /** Tells somebody of every call from here on, also of those of servants that are spawned from here on; null ends it. */
    public void observe(CallObserver who) {
        observer = who;
    }

    /** Null for nobody. */
    public CallObserver observer() {
        return observer;
    }

    @Override
    public void submit(Call call) {
        long begin = observer == null ? 0 : System.nanoTime();
        int mark = arena.mark();
        long result = run(call.syscall(), call);
        arena.reset(mark);
        if (observer != null) {
            observer.ran(call, 0, result, begin, System.nanoTime());
        }
        if (Libc.failed(result) && !call.allows(result)) {
            if (resultOtherwise(call, (int) -result)) {
                return;
            }
            throw new ErrnoException(call, (int) -result);
        }
        call.result().complete(result);
    }

    private long run(Syscall syscall, Call call) {
        long a = call.encode(0, arena);
        long b = call.encode(1, arena);
        long c = call.encode(2, arena);
        long d = call.encode(3, arena);
        long e = call.encode(4, arena);
        long f = call.encode(5, arena);
        long result;
        do {
            result = Libc.call(syscall, a, b, c, d, e, f);
        } while (result == -Errno.EINTR && syscall != Syscall.CLOSE && !call.allows(result));
        // an interrupted close has closed; a second one could hit a descriptor somebody else just got (close(2))
        return result == -Errno.EINTR && syscall == Syscall.CLOSE ? 0 : result;
    }

    @Override
    public void flush() {
        // nothing is ever queued
    }

    @Override
    public void close() {
        arena.close();
    }
}
