package carafe.container.terminal;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.SignalInbox;
import carafe.kernel.Syscall;

/**
 * Stays with a container's process until it ends: forwards signals, relays its terminal.
 *
 * <pre>
 *   caller's stdin  ───▶ ┌────────────┐ ───▶ master of the container's terminal
 *   caller's stdout ◀─── │ Foreground │ ◀───
 *   signals         ───▶ └────────────┘ ───▶ kill
 * </pre>
 */
public final class Foreground implements AutoCloseable {
    private static final int POLLIN = 1;
    private static final int POLLHUP = 0x10;
    private static final int POLLERR = 8;
    private static final int CHUNK = 8192;
    private static final int SIGCHLD = 17;
    private static final int SIGURG = 23;
    private static final int SIGWINCH = 28;
    private static final int SIGPIPE = 13;
    private static final Fd STDIN = Fd.of(0);
    private static final Fd STDOUT = Fd.of(1);
    /** Places in the array for ppoll. */
    private static final int PROCESS = 0;
    private static final int SIGNALS = 1;
    private static final int INPUT = 2;
    private static final int CONSOLE = 3;
    private static final int OTHER = 4;
    private static final int POLLED = 5;

    private final LocalKernel kernel;
    private final SignalInbox signals;
    private final int pid;
    private final Fd pidfd;
    private final Fd console;
    private final RawTerminal terminal;
    private final long polled;
    private final long buffer;
    private boolean inputOpen;
    private boolean consoleOpen;
    private Attended other;

    /**
     * To be made before the program starts, so that it finds its terminal in the right size.
     *
     * @param signals opened before the process started, so that none is missed
     * @param pid     a child of this process
     * @param console the master of the process's terminal, or {@link Fd#NONE}
     */
    public Foreground(LocalKernel kernel, SignalInbox signals, int pid, Fd console) {
        this.kernel = kernel;
        this.signals = signals;
        this.pid = pid;
        this.pidfd = kernel.pidfdOpen(pid);
        this.console = console;
        this.consoleOpen = console != Fd.NONE;
        this.inputOpen = consoleOpen;
        this.polled = kernel.arena().allocate(8 * POLLED, 8);
        this.buffer = kernel.arena().allocate(CHUNK, 8);
        this.terminal = consoleOpen ? RawTerminal.of(kernel, STDIN) : null;
        if (consoleOpen) {
            RawTerminal.leaveLineEnds(kernel, console);
        }
        if (terminal != null) {
            terminal.copySizeTo(console);
        }
    }

    /** Collects the process and looks after nothing else. */
    public int waitForEnd() {
        return waitForEnd(null);
    }

    /**
     * Collects the process.
     *
     * @param attended what to look after meanwhile; null for nothing
     * @return its exit status, or 128 plus the number of the signal that ended it
     */
    public int waitForEnd(Attended attended) {
        other = attended;
        while (!step()) {
            // until the process has ended
        }
        drainConsole();
        return collect();
    }

    /** Gives the caller's terminal back as it was. */
    @Override
    public void close() {
        if (terminal != null) {
            terminal.close();
        }
        kernel.close(pidfd);
    }

    private boolean step() {
        poll(PROCESS, pidfd, true);
        poll(SIGNALS, signals.fd(), true);
        poll(INPUT, STDIN, inputOpen);
        poll(CONSOLE, console, consoleOpen);
        poll(OTHER, other == null ? Fd.NONE : other.readable(), other != null);
        kernel.run(kernel.call(Syscall.PPOLL).with(polled).with(POLLED).with(0).with(0).with(8));
        if (happened(SIGNALS)) {
            forwardSignals();
        }
        if (happened(INPUT) && !copy(STDIN, console)) {
            inputOpen = false;
        }
        if (happened(CONSOLE) && !copy(console, STDOUT)) {
            consoleOpen = false;
        }
        if (happened(OTHER) && !other.attend()) {
            other = null;
        }
        return happened(PROCESS);
    }

    private void poll(int place, Fd fd, boolean wanted) {
        int at = kernel.arena().offset(polled) + 8 * place;
        kernel.arena().memory().putInt(at, wanted ? fd.number() : -1).putInt(at + 4, POLLIN);
    }

    private boolean happened(int place) {
        int events = kernel.arena().memory().getShort(kernel.arena().offset(polled) + 8 * place + 6);
        return (events & (POLLIN | POLLHUP | POLLERR)) != 0;
    }

    private void forwardSignals() {
        for (int signal = signals.next(); signal != 0; signal = signals.next()) {
            if (signal == SIGWINCH && terminal != null) {
                terminal.copySizeTo(console);
            } else if (signal != SIGCHLD && signal != SIGURG && signal != SIGPIPE) {
                kernel.allowing(Errno.ESRCH).pidfdSendSignal(pidfd, signal);
            }
        }
    }

    /** False at the end of the input; EIO is how a terminal says that nobody has its other end open. */
    private boolean copy(Fd from, Fd to) {
        int n = (int) kernel.allowing(Errno.EIO, Errno.EAGAIN).read(from, buffer, CHUNK).get();
        for (int written = 0; written < n;) {
            long m = kernel.allowingAll().run(kernel.call(Syscall.WRITE).with(to).with(buffer + written)
                    .with(n - written)).get();
            if (m < 0) {
                return false;
            }
            written += (int) m;
        }
        return n > 0 || n == -Errno.EAGAIN;
    }

    /** What the process wrote just before its end. */
    private void drainConsole() {
        if (consoleOpen) {
            kernel.run(kernel.call(Syscall.FCNTL).with(console).with(FileCalls.F_SETFL)
                    .with(Open.O_RDWR | Open.O_NONBLOCK));
            long atOnce = kernel.arena().longs(0, 0);
            do {
                poll(CONSOLE, console, true);
                kernel.run(kernel.call(Syscall.PPOLL).with(polled + 8 * CONSOLE).with(1)
                        .with(atOnce).with(0).with(8));
            } while (happened(CONSOLE) && copy(console, STDOUT));
        }
    }

    private int collect() {
        long status = kernel.arena().longs(0);
        kernel.run(kernel.call(Syscall.WAIT4).with(pid).with(status).with(0).with(0));
        int wait = kernel.arena().getInt(status);
        int signal = wait & 0x7f;
        return signal == 0 ? wait >> 8 & 0xff : 128 + signal;
    }
}
