package carafe.shim;

/**
 * A line of one of the two fifos in the bundle.
 *
 * <pre>
 *   engine ── "1 HEIGHT WIDTH\n" ─▶ ctl     set the terminal's size
 *   engine ── "2 ANY ANY\n" ──────▶ ctl     open the log files again (they were moved away)
 *   engine ── "HEIGHT WIDTH\n" ───▶ winsz   set the terminal's size
 * </pre>
 *
 * Numbers are decimal and between 0 and {@value #MAX_SIZE}. Words after the last number are ignored, because conmon
 * reads the line with scanf and callers have come to rely on it.
 */
public sealed interface ControlLine {
    /** The fifo for both kinds of line. */
    String CTL_FIFO = "ctl";
    /** The fifo for sizes alone. */
    String WINSZ_FIFO = "winsz";
    /** The largest height or width: the fields of struct winsize are unsigned shorts (tty_ioctl(4)). */
    int MAX_SIZE = 65535;
    /** A line with its newline is shorter than this, else it is dropped. */
    int MAX_LINE = 200;

    /** Set the window size of the terminal, in character cells. */
    record Resize(int height, int width) implements ControlLine {
    }

    /** Close the log files and open them by name again. */
    record ReopenLogs() implements ControlLine {
    }

    /** Reads a line of the ctl fifo. */
    static ControlLine parseCtl(String line) throws ProtocolException {
        int[] numbers = numbers(line, 3);
        return switch (numbers[0]) {
            case 1 -> resize(numbers[1], numbers[2]);
            case 2 -> {
                resize(numbers[1], numbers[2]);
                yield new ReopenLogs();
            }
            default -> throw new ProtocolException("control message of type " + numbers[0] + ", expected 1 or 2");
        };
    }

    /** Reads a line of the winsz fifo. */
    static Resize parseWinsz(String line) throws ProtocolException {
        int[] numbers = numbers(line, 2);
        return resize(numbers[0], numbers[1]);
    }

    private static Resize resize(int height, int width) throws ProtocolException {
        if (height < 0 || width < 0 || height > MAX_SIZE || width > MAX_SIZE) {
            throw new ProtocolException("window size " + height + " " + width + ", expected 0 to " + MAX_SIZE);
        }
        return new Resize(height, width);
    }

    private static int[] numbers(String line, int count) throws ProtocolException {
        int[] numbers = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            int from = at;
            if (at < line.length() && line.charAt(at) == '-') {
                at++;
            }
            while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
                at++;
            }
            try {
                numbers[i] = Integer.parseInt(line, from, at, 10);
            } catch (NumberFormatException e) {
                throw new ProtocolException("control line \"" + line + "\", expected " + count + " numbers");
            }
        }
        return numbers;
    }
}
