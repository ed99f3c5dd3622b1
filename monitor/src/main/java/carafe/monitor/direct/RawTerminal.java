package carafe.monitor.direct;

import carafe.monitor.system.Sys;

/** The caller's terminal in raw mode for as long as it is attached (termios(3), cfmakeraw). */
final class RawTerminal implements AutoCloseable {
    private static final long TCGETS = 0x5401;
    private static final long TCSETS = 0x5402;
    private static final int BYTES = 64;
    private static final int INPUT_OFF = 0x5eb;
    private static final int OUTPUT_OFF = 1;
    private static final int CONTROL_OFF = 0x130;
    private static final int CONTROL_ON = 0x30;
    private static final int LOCAL_OFF = 0x804b;

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
        long saved = sys.arena().allocate(BYTES, 8);
        if (!wanted || sys.ioctl(fd, TCGETS, saved) < 0) {
            return new RawTerminal(sys, -1, saved);
        }
        long raw = sys.arena().allocate(BYTES, 8);
        int from = sys.offset(saved);
        int to = sys.offset(raw);
        var memory = sys.memory();
        memory.put(to, memory, from, BYTES);
        memory.putInt(to, memory.getInt(from) & ~INPUT_OFF);
        memory.putInt(to + 4, memory.getInt(from + 4) & ~OUTPUT_OFF);
        memory.putInt(to + 8, memory.getInt(from + 8) & ~CONTROL_OFF | CONTROL_ON);
        memory.putInt(to + 12, memory.getInt(from + 12) & ~LOCAL_OFF);
        sys.ioctl(fd, TCSETS, raw);
        return new RawTerminal(sys, fd, saved);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            sys.ioctl(fd, TCSETS, saved);
        }
    }
}
