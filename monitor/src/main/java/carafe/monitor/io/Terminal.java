package carafe.monitor.io;

import carafe.monitor.system.Sys;

/** What is set on a pseudo terminal's master (include/uapi/asm-generic/termbits.h and ioctls.h). */
public final class Terminal {
    private static final long TCGETS = 0x5401;
    private static final long TCSETS = 0x5402;
    private static final long TIOCSWINSZ = 0x5414;
    private static final int ONLCR = 4;
    private static final int TERMIOS_BYTES = 64;
    private static final int OUTPUT_FLAGS = 4;

    private Terminal() {
    }

    /** Makes the terminal send CR LF for LF, whatever the runtime has left: log readers and clients expect it. */
    static void translateNewlines(Sys sys, int fd) {
        int mark = sys.arena().mark();
        long termios = sys.arena().allocate(TERMIOS_BYTES, 8);
        if (sys.ioctl(fd, TCGETS, termios) >= 0) {
            int at = sys.offset(termios) + OUTPUT_FLAGS;
            sys.memory().putInt(at, sys.memory().getInt(at) | ONLCR);
            sys.ioctl(fd, TCSETS, termios);
        }
        sys.arena().reset(mark);
    }

    /** Sets the size in character cells: 0, or a negated error number. */
    public static int resize(Sys sys, int fd, int height, int width) {
        int mark = sys.arena().mark();
        long size = sys.arena().allocate(8, 8);
        sys.memory().putLong(sys.offset(size), (long) width << 16 | height);
        int result = sys.ioctl(fd, TIOCSWINSZ, size);
        sys.arena().reset(mark);
        return result;
    }
}
