package carafe.container.terminal;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Syscall;
import carafe.kernel.Termios;
import carafe.kernel.servant.Servant;

/**
 * The caller's terminal in raw mode: every key goes to the container, which has a terminal of its own to interpret it.
 *
 * <p>The old mode comes back at the end, also if this process is killed: a servant holds the terminal and waits for
 * this process to disappear.
 */
final class RawTerminal implements AutoCloseable {
    private final LocalKernel kernel;
    private final Fd terminal;
    private final byte[] before;
    private final Servant guardian;

    private RawTerminal(LocalKernel kernel, Fd terminal, byte[] before, Servant guardian) {
        this.kernel = kernel;
        this.terminal = terminal;
        this.before = before;
        this.guardian = guardian;
    }

    /** Null if {@code fd} is no terminal. */
    static RawTerminal of(LocalKernel kernel, Fd fd) {
        long termios = kernel.arena().allocate(64, 8);
        if (kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(fd).with(Termios.TCGETS).with(termios)).failed()) {
            return null;
        }
        byte[] before = kernel.arena().getBytes(termios, Termios.BYTES);
        Servant guardian = guard(kernel, fd, before);
        int at = kernel.arena().offset(termios);
        // output stays as it is: this terminal adds the carriage returns, see leaveLineEnds
        Termios.makeRaw(kernel.arena().memory(), at, true);
        kernel.run(kernel.call(Syscall.IOCTL).with(fd).with(Termios.TCSETSF).with(termios));
        return new RawTerminal(kernel, fd, before, guardian);
    }

    /**
     * Keeps the container's terminal from ending lines with a carriage return: it is the caller's terminal that needs
     * them, and a caller that has none, but a pipe or a file, gets what the program wrote.
     */
    static void leaveLineEnds(LocalKernel kernel, Fd console) {
        long termios = kernel.arena().allocate(64, 8);
        if (kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(console).with(Termios.TCGETS).with(termios)).failed()) {
            return;
        }
        Termios.setCarriageReturns(kernel.arena().memory(), kernel.arena().offset(termios), false);
        kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(console).with(Termios.TCSETS).with(termios));
    }

    /** Its last batch reads from a pipe whose other end only this process has; that ends with the process. */
    private static Servant guard(LocalKernel kernel, Fd terminal, byte[] before) {
        Fd[] pipe = new Fd[2];
        kernel.pipe(pipe, 0);
        Servant guardian = Servant.spawn(kernel, pipe[0].number(), terminal.number());
        kernel.close(pipe[0]);
        guardian.outliveParent();
        guardian.flush();
        guardian.read(Fd.of(pipe[0].number()), guardian.arena().allocate(8, 8), 1);
        // a background process may set a terminal as long as it blocks SIGTTOU, which a servant does
        guardian.run(guardian.call(Syscall.IOCTL).with(Fd.of(terminal.number())).with(Termios.TCSETS).with(before));
        guardian.run(guardian.call(Syscall.EXIT_GROUP).with(0));
        guardian.detach(() -> guardian.run(guardian.call(Syscall.EXIT_GROUP).with(1)));
        return guardian;
    }

    /** Gives the container's terminal the window size of this one. */
    void copySizeTo(Fd console) {
        long size = kernel.arena().allocate(8, 8);
        if (!kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(terminal).with(Termios.TIOCGWINSZ).with(size)).failed()) {
            kernel.allowing(Errno.EIO).run(kernel.call(Syscall.IOCTL).with(console).with(Termios.TIOCSWINSZ).with(size));
        }
    }

    @Override
    public void close() {
        kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(terminal).with(Termios.TCSETS).with(before));
        guardian.kill();
    }
}
