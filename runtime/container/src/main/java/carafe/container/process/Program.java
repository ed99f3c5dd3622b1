package carafe.container.process;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.PosixSpawn;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Syscall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of the host that carafe runs to its end: an id map helper, a hook, or ps. */
public final class Program {
    private static final int POLLIN = 1;
    private static final int CHUNK = 4096;
    private static final int FIRST_AFTER_STREAMS = 3;
    /** What is kept of a program's output: ps of a large host has some hundred bytes for each process. */
    private static final int OUTPUT_LIMIT = 16 * 1024 * 1024;
    private static final int MFD_CLOEXEC = 1;
    private static final long FOREVER = Long.MAX_VALUE;

    private final LocalKernel kernel;
    private final Fd output;
    private final int pid;
    private final Fd pidfd;
    private final Fd purpose;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean outputOpen = true;
    private boolean purposeEnded;
    private boolean timedOut;
    private boolean pointless;

    /**
     * @param waitStatus as wait(2) tells it
     * @param output     standard output and standard error together
     * @param timedOut   whether it was killed because its time was up
     * @param pointless  whether it was killed because the process it ran for had ended
     */
    public record Ended(int waitStatus, String output, boolean timedOut, boolean pointless) {
        private static final int EXCERPT = 4096;

        public boolean succeeded() {
            return waitStatus == 0;
        }

        /** Why it did not succeed. */
        public String reason() {
            int signal = waitStatus & 0x7f;
            return signal == 0 ? "exit status " + (waitStatus >> 8 & 0xff) : "signal: " + SignalText.of(signal);
        }

        /** What fits into a message. */
        String excerpt() {
            String text = output.strip();
            return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "...";
        }
    }

    private Program(LocalKernel kernel, int pid, Fd output, Fd purpose) {
        this.kernel = kernel;
        this.output = output;
        this.purpose = purpose;
        this.pid = pid;
        this.pidfd = kernel.pidfdOpen(pid);
    }

    /** Runs the program at {@code path} without input; of what our caller left open nothing reaches it. */
    public static Ended run(LocalKernel kernel, String path, List<String> argv, List<String> environment) {
        Fd in = inputFile(kernel, new byte[0]);
        Fd[] out = new Fd[2];
        kernel.pipe(out, 0);
        kernel.cloexecFrom(FIRST_AFTER_STREAMS);
        try {
            int pid = PosixSpawn.run(kernel.arena(), path, argv, environment,
                    new int[][] {{in.number(), 0}, {out[1].number(), 1}, {out[1].number(), 2}}, false, false);
            kernel.close(out[1]);
            return collect(kernel, pid, out[0], 0, Fd.NONE);
        } catch (RuntimeException e) {
            kernel.close(out[0]);
            throw e;
        } finally {
            kernel.close(in);
        }
    }

    /** A file in memory rather than a pipe, which a program that does not read could fill. */
    static Fd inputFile(LocalKernel kernel, byte[] input) {
        Fd file = kernel.fd(kernel.open(Syscall.MEMFD_CREATE).with("carafe-stdin").with(MFD_CLOEXEC));
        kernel.write(file, input);
        kernel.run(kernel.call(Syscall.LSEEK).with(file).with(0).with(0));
        return file;
    }

    /**
     * Takes a child over: reads its output until it has ended, and collects it. Closes {@code output}.
     *
     * @param timeoutSeconds 0 for none
     * @param purpose        a pidfd of the process without which there is nothing to do for it; {@link Fd#NONE} for none
     */
    static Ended collect(LocalKernel kernel, int pid, Fd output, int timeoutSeconds, Fd purpose) {
        Program program = new Program(kernel, pid, output, purpose);
        program.follow(timeoutSeconds);
        int status = program.collect();
        return new Ended(status, program.text.toString(StandardCharsets.UTF_8), program.timedOut, program.pointless);
    }

    /** Until the program itself has ended: a daemon it leaves behind may hold the pipe for ever. */
    private void follow(int timeoutSeconds) {
        long deadline = timeoutSeconds == 0 ? FOREVER : System.nanoTime() + timeoutSeconds * ProcessCalls.NANOSECONDS;
        while (!hasEnded(timedOut || pointless ? FOREVER : deadline)) {
            boolean killed = timedOut || pointless;
            timedOut |= !killed && System.nanoTime() >= deadline;
            pointless |= !killed && !timedOut && purposeEnded;
            if (!killed && (timedOut || pointless)) {
                kernel.allowing(Errno.ESRCH).pidfdSendSignal(pidfd, ProcessCalls.SIGKILL);
            }
        }
    }

    /** Waits for output, the end or the deadline. */
    private boolean hasEnded(long deadline) {
        int mark = kernel.arena().mark();
        boolean watched = purpose != Fd.NONE && !purposeEnded;
        // struct pollfd: descriptor, then events in the lower half of the next word, and what happened in the upper
        long polled = kernel.arena().ints(outputOpen ? output.number() : -1, POLLIN, pidfd.number(), POLLIN,
                watched ? purpose.number() : -1, POLLIN);
        long timeout = 0;
        if (deadline != FOREVER) {
            long left = Math.max(deadline - System.nanoTime(), 0);
            timeout = kernel.arena().longs(left / ProcessCalls.NANOSECONDS, left % ProcessCalls.NANOSECONDS);
        }
        kernel.run(kernel.call(Syscall.PPOLL).with(polled).with(3).with(timeout).with(0).with(8));
        boolean readable = outputOpen && happened(polled, 0);
        boolean ended = happened(polled, 1);
        purposeEnded |= watched && happened(polled, 2);
        if (readable) {
            readOutput();
        }
        kernel.arena().reset(mark);
        return ended && !readable;
    }

    private boolean happened(long polled, int descriptor) {
        return kernel.arena().getInt(polled + 8 * descriptor + 4) >>> 16 != 0;
    }

    private void readOutput() {
        long buffer = kernel.arena().allocate(CHUNK, 8);
        int n = (int) kernel.read(output, buffer, CHUNK).get();
        if (n == 0) {
            outputOpen = false;
        } else if (text.size() < OUTPUT_LIMIT) {
            text.writeBytes(kernel.arena().getBytes(buffer, n));
        }
    }

    private int collect() {
        long status = kernel.arena().longs(0);
        kernel.run(kernel.call(Syscall.WAIT4).with(pid).with(status).with(0).with(0));
        kernel.close(pidfd);
        kernel.close(output);
        return kernel.arena().getInt(status);
    }
}
