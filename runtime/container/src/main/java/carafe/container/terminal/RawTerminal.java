package carafe.container.terminal;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Syscall;
import carafe.kernel.servant.Servant;

/**
 * The caller's terminal in raw mode: every key goes to the container, which has a terminal of its own to interpret it.
 *
 * <p>The old mode comes back at the end, also if this process is killed: a servant holds the terminal and waits for
 * this process to disappear.
 */
final class RawTerminal implements AutoCloseable {
    /** include/uapi/asm-generic/ioctls.h */
    private static final int TCGETS = 0x5401;
    private static final int TCSETS = 0x5402;
    private static final int TCSETSF = 0x5404;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int TIOCSWINSZ = 0x5414;
    /** struct termios of the kernel: four flag words, the line discipline, 19 control characters. */
    private static final int TERMIOS_BYTES = 36;
    private static final int CONTROL_CHARACTERS_AT = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    /**
     * As cfmakeraw(3) does: IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON; ECHO ECHONL ICANON ISIG IEXTEN. But OPOST
     * stays: this terminal adds the carriage returns, see {@link #leaveLineEnds}.
     */
    private static final int INPUT_OFF = 01 | 02 | 010 | 040 | 0100 | 0200 | 0400 | 02000;
    private static final int LOCAL_OFF = 010 | 0100 | 02 | 01 | 0100000;
    private static final int CONTROL_OFF = 060 | 0400;
    private static final int CS8 = 060;
    private static final int ONLCR = 04;

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
        if (kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(fd).with(TCGETS).with(termios)).failed()) {
            return null;
        }
        byte[] before = kernel.arena().getBytes(termios, TERMIOS_BYTES);
        Servant guardian = guard(kernel, fd, before);
        int at = kernel.arena().offset(termios);
        var memory = kernel.arena().memory();
        memory.putInt(at, memory.getInt(at) & ~INPUT_OFF)
                .putInt(at + 8, memory.getInt(at + 8) & ~CONTROL_OFF | CS8)
                .putInt(at + 12, memory.getInt(at + 12) & ~LOCAL_OFF)
                .put(at + CONTROL_CHARACTERS_AT + VMIN, (byte) 1)
                .put(at + CONTROL_CHARACTERS_AT + VTIME, (byte) 0);
        kernel.run(kernel.call(Syscall.IOCTL).with(fd).with(TCSETSF).with(termios));
        return new RawTerminal(kernel, fd, before, guardian);
    }

    /**
     * Keeps the container's terminal from ending lines with a carriage return: it is the caller's terminal that needs
     * them, and a caller that has none, but a pipe or a file, gets what the program wrote.
     */
    static void leaveLineEnds(LocalKernel kernel, Fd console) {
        long termios = kernel.arena().allocate(64, 8);
        if (kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(console).with(TCGETS).with(termios)).failed()) {
            return;
        }
        int outputFlags = kernel.arena().offset(termios) + 4;
        var memory = kernel.arena().memory();
        memory.putInt(outputFlags, memory.getInt(outputFlags) & ~ONLCR);
        kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(console).with(TCSETS).with(termios));
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
        guardian.run(guardian.call(Syscall.IOCTL).with(Fd.of(terminal.number())).with(TCSETS).with(before));
        guardian.run(guardian.call(Syscall.EXIT_GROUP).with(0));
        guardian.detach(() -> guardian.run(guardian.call(Syscall.EXIT_GROUP).with(1)));
        return guardian;
    }

    /** Gives the container's terminal the window size of this one. */
    void copySizeTo(Fd console) {
        long size = kernel.arena().allocate(8, 8);
        if (!kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(terminal).with(TIOCGWINSZ).with(size)).failed()) {
            kernel.allowing(Errno.EIO).run(kernel.call(Syscall.IOCTL).with(console).with(TIOCSWINSZ).with(size));
        }
    }

    @Override
    public void close() {
        kernel.allowingAll().run(kernel.call(Syscall.IOCTL).with(terminal).with(TCSETS).with(before));
        guardian.kill();
    }
}
