package carafe.monitor.direct;

import carafe.kernel.Sys;
import carafe.kernel.Termios;

/** The caller's terminal in raw mode for as long as it is attached (termios(3), cfmakeraw). */
final class RawTerminal implements AutoCloseable {
    private final Sys sys;
    private final int fd;
    private final long saved;

    private RawTerminal(Sys sys, int fd, long saved) {
        this.sys = sys;
        this.fd = fd;
        this.saved = saved;
    }

    /** Does nothing if {@code wanted} is false or the descriptor is no terminal. */
    static RawTerminal enter(Sys sys, int fd, boolean wanted) {
        long saved = sys.arena().allocate(Termios.BYTES, 8);
        if (!wanted || sys.ioctl(fd, Termios.TCGETS, saved) < 0) {
            return new RawTerminal(sys, -1, saved);
        }
        long raw = sys.arena().allocate(Termios.BYTES, 8);
        sys.memory().put(sys.offset(raw), sys.memory(), sys.offset(saved), Termios.BYTES);
        Termios.makeRaw(sys.memory(), sys.offset(raw), false);
        sys.ioctl(fd, Termios.TCSETS, raw);
        return new RawTerminal(sys, fd, saved);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            sys.ioctl(fd, Termios.TCSETS, saved);
        }
    }
}
