package carafe.monitor.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.shim.ControlLine;
import carafe.shim.ProtocolException;

/**
 * A fifo in the bundle from which lines are read; {@link ControlLine} says which. A line that does not end within
 * {@link ControlLine#MAX_LINE} bytes is skipped up to its newline.
 */
public final class ControlFifo implements EventLoop.Handler {
    private static final int MODE = 0660;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final String path;
    private final Lines lines;
    private final int fd;
    private final long buffer;
    private final StringBuilder line = new StringBuilder();
    private boolean tooLong;

    /** Takes the lines of a fifo. */
    public interface Lines {
        void line(String line) throws ProtocolException;
    }

    /** Makes the fifo in place of what is there. */
    public ControlFifo(Sys sys, EventLoop loop, OwnLog log, String path, Lines lines) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.path = path;
        this.lines = lines;
        buffer = sys.pool().take(ControlLine.MAX_LINE);
        int error = sys.mkfifo(path, MODE);
        if (error == -Errno.EEXIST) {
            sys.unlink(path);
            error = sys.mkfifo(path, MODE);
        }
        // Read and write: with a writer of our own the last writer's leaving is no end of file, which would be
        // reported over and over.
        fd = error < 0 ? error : sys.open(path, Open.O_RDWR | Open.O_NONBLOCK, 0);
        if (fd < 0) {
            throw new ErrnoException("cannot make the fifo " + path, -fd);
        }
        loop.add(fd, Sys.EPOLLIN, this);
    }

    @Override
    public void ready(int events) {
        int length = sys.read(fd, buffer, ControlLine.MAX_LINE);
        if (length <= 0) {
            return;
        }
        String text = new String(sys.arena().getBytes(buffer, length), ISO_8859_1);
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != '\n') {
                add(text.charAt(i));
            } else {
                take();
            }
        }
    }

    /** Reads no more; the fifo stays, as engines expect it. */
    public void close() {
        loop.remove(fd);
        sys.close(fd);
        sys.pool().give(buffer, ControlLine.MAX_LINE);
    }

    private void add(char c) {
        if (line.length() < ControlLine.MAX_LINE - 1) {
            line.append(c);
        } else {
            tooLong = true;
        }
    }

    private void take() {
        String whole = line.toString();
        boolean skipped = tooLong;
        line.setLength(0);
        tooLong = false;
        if (skipped) {
            log.warn(path + ": a line of " + ControlLine.MAX_LINE + " bytes or more is ignored");
            return;
        }
        try {
            lines.line(whole);
        } catch (ProtocolException e) {
            log.warn(path + ": " + e.getMessage());
        }
    }
}
