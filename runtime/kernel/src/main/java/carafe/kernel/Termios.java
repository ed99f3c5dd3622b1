package carafe.kernel;

import java.nio.ByteBuffer;

/**
 * struct termios of the kernel (include/uapi/asm-generic/termbits.h): four flag words, the line discipline, 19 control
 * characters. Requests are those of include/uapi/asm-generic/ioctls.h.
 */
public final class Termios {
    public static final int TCGETS = 0x5401;
    public static final int TCSETS = 0x5402;
    /** As TCSETS, and what was typed and not read is forgotten. */
    public static final int TCSETSF = 0x5404;
    public static final int TIOCGWINSZ = 0x5413;
    public static final int TIOCSWINSZ = 0x5414;
    public static final int BYTES = 36;

    private static final int OUTPUT_FLAGS = 4;
    private static final int CONTROL_FLAGS = 8;
    private static final int LOCAL_FLAGS = 12;
    private static final int CONTROL_CHARACTERS = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    /** IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON */
    private static final int INPUT_OFF = 01 | 02 | 010 | 040 | 0100 | 0200 | 0400 | 02000;
    /** ECHO ECHONL ICANON ISIG IEXTEN */
    private static final int LOCAL_OFF = 010 | 0100 | 02 | 01 | 0100000;
    /** CSIZE PARENB */
    private static final int CONTROL_OFF = 060 | 0400;
    private static final int CS8 = 060;
    private static final int OPOST = 01;
    private static final int ONLCR = 04;

    private Termios() {
    }

    /**
     * Every key as it comes, as cfmakeraw(3) does.
     *
     * @param at where the struct lies
     * @param keepsOutput whether output is still changed on its way, as line ends are
     */
    public static void makeRaw(ByteBuffer memory, int at, boolean keepsOutput) {
        int output = memory.getInt(at + OUTPUT_FLAGS);
        memory.putInt(at, memory.getInt(at) & ~INPUT_OFF)
                .putInt(at + OUTPUT_FLAGS, keepsOutput ? output : output & ~OPOST)
                .putInt(at + CONTROL_FLAGS, memory.getInt(at + CONTROL_FLAGS) & ~CONTROL_OFF | CS8)
                .putInt(at + LOCAL_FLAGS, memory.getInt(at + LOCAL_FLAGS) & ~LOCAL_OFF)
                .put(at + CONTROL_CHARACTERS + VMIN, (byte) 1)
                .put(at + CONTROL_CHARACTERS + VTIME, (byte) 0);
    }

    /** Whether a line that ends with LF leaves the terminal with CR LF. */
    public static void setCarriageReturns(ByteBuffer memory, int at, boolean wanted) {
        int output = memory.getInt(at + OUTPUT_FLAGS);
        memory.putInt(at + OUTPUT_FLAGS, wanted ? output | ONLCR : output & ~ONLCR);
    }

    /** struct winsize (ioctl_tty(2)): rows and columns, and two fields that nobody uses. */
    public static long windowSize(int rows, int columns) {
        return (long) columns << 16 | rows;
    }
}
