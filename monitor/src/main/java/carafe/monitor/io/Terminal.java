package carafe.monitor.io;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.kernel.Termios;

/**
 * The container's terminal: the master of a pseudo terminal, once the runtime has sent it. An engine may tell the size
 * before that, and does not tell it again; it is set when the terminal is there.
 */
public final class Terminal {
    private final Sys sys;
    private int fd = -1;
    private boolean expected;
    private boolean sized;
    private int height;
    private int width;

    public Terminal(Sys sys) {
        this.sys = sys;
    }

    /** The terminal comes later. */
    public void expect() {
        expected = true;
    }

    /** The terminal is there: 0, or a negated error number if it does not take the size that was told before. */
    public int open(int master) {
        fd = master;
        expected = false;
        return sized ? resize(height, width) : 0;
    }

    /** The master, or -1 if it is not there yet or there is none. */
    public int fd() {
        return fd;
    }

    /** Gives the terminal up; whoever has it open on the other side is hung up on. */
    public void close() {
        if (fd >= 0) {
            sys.close(fd);
            fd = -1;
        }
    }

    /** Whether there is a terminal, or one comes. */
    public boolean isAny() {
        return fd >= 0 || expected;
    }

    /** Sets the size in character cells, now or when the terminal comes: 0, or a negated error number. */
    public int resize(int newHeight, int newWidth) {
        height = newHeight;
        width = newWidth;
        sized = true;
        if (fd < 0) {
            return expected ? 0 : -Errno.ENOTTY;
        }
        int mark = sys.arena().mark();
        long size = sys.arena().allocate(8, 8);
        sys.memory().putLong(sys.offset(size), Termios.windowSize(height, width));
        int result = sys.ioctl(fd, Termios.TIOCSWINSZ, size);
        sys.arena().reset(mark);
        return result;
    }

    /** Makes the terminal send CR LF for LF, whatever the runtime has left: log readers and clients expect it. */
    static void translateNewlines(Sys sys, int fd) {
        int mark = sys.arena().mark();
        long termios = sys.arena().allocate(Termios.BYTES, 8);
        if (sys.ioctl(fd, Termios.TCGETS, termios) >= 0) {
            Termios.setCarriageReturns(sys.memory(), sys.offset(termios), true);
            sys.ioctl(fd, Termios.TCSETS, termios);
        }
        sys.arena().reset(mark);
    }
}
