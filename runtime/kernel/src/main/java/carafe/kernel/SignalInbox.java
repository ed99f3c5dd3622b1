package carafe.kernel;

/**
 * Signals to this process as something to read in an event loop.
 *
 * <p>A native image has one thread, so the signals are blocked and come out of a signalfd(2). In a JVM other threads
 * would take them; there the JVM's own handlers write the number into a pipe. Neither catches SIGKILL and SIGSTOP, and
 * a JVM keeps those it needs itself.
 */
public final class SignalInbox implements AutoCloseable {
    /** Decided when the image is built, so that the JVM's signal handling is not part of it. */
    private static final boolean NATIVE_IMAGE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
    private static final int SIG_SETMASK = 2;
    private static final int SIGINFO_BYTES = 128;
    /** Without the prefix SIG, as {@link JvmSignals} wants them. */
    private static final String[] FORWARDABLE = {"HUP", "INT", "TERM", "USR1", "USR2", "WINCH", "CONT", "TSTP", "TTIN",
        "TTOU", "ALRM", "IO", "PWR", "VTALRM", "PROF", "XCPU"};

    private final LocalKernel kernel;
    private final Fd readable;
    private final Fd writable;
    private final long buffer;

    private SignalInbox(LocalKernel kernel, Fd readable, Fd writable) {
        this.kernel = kernel;
        this.readable = readable;
        this.writable = writable;
        this.buffer = kernel.arena().allocate(SIGINFO_BYTES, 8);
    }

    /** From now on signals do not end the process any more. */
    public static SignalInbox open(LocalKernel kernel) {
        return NATIVE_IMAGE ? ofImage(kernel) : ofJvm(kernel);
    }

    private static SignalInbox ofImage(LocalKernel kernel) {
        byte[] all = {-1, -1, -1, -1, -1, -1, -1, -1};
        kernel.run(kernel.call(Syscall.RT_SIGPROCMASK).with(SIG_SETMASK).with(all).with(0).with(8));
        Fd fd = kernel.fd(kernel.open(Syscall.SIGNALFD4).with(Fd.NONE).with(all).with(8)
                .with(Open.O_CLOEXEC | Open.O_NONBLOCK));
        return new SignalInbox(kernel, fd, null);
    }

    private static SignalInbox ofJvm(LocalKernel kernel) {
        Fd[] pipe = new Fd[2];
        kernel.pipe(pipe, Open.O_NONBLOCK);
        int writable = pipe[1].number();
        for (String name : FORWARDABLE) {
            // in a thread of its own, with memory of its own: a kernel belongs to one thread
            JvmSignals.take(name, signal -> {
                try (LocalKernel own = new LocalKernel()) {
                    own.allowingAll().write(Fd.of(writable), new byte[] {(byte) signal});
                }
            });
        }
        return new SignalInbox(kernel, pipe[0], pipe[1]);
    }

    /** To poll for reading; owned by the inbox. */
    public Fd fd() {
        return readable;
    }

    /** The next signal's number, 0 if there is none now. */
    public int next() {
        int n = (int) kernel.allowing(Errno.EAGAIN).read(readable, buffer, writable == null ? SIGINFO_BYTES : 1).get();
        if (n <= 0) {
            return 0;
        }
        // ssi_signo is the first field of struct signalfd_siginfo
        return writable == null ? kernel.arena().getInt(buffer) : kernel.arena().memory().get(kernel.arena()
                .offset(buffer));
    }

    @Override
    public void close() {
        kernel.close(readable);
        if (writable != null) {
            kernel.close(writable);
        }
    }
}
