package carafe.cli.out;

import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import java.nio.charset.StandardCharsets;

/**
 * The file that {@code --log} names.
 *
 * <p>It is appended to, because an engine may name the same file for several calls, and written through to the disk,
 * because the engine reads it as soon as this process has ended.
 */
public final class LogFile implements LogSink {
    private static final int OWNER_WRITES_ALL_READ = 0644;

    private final Kernel kernel;
    private final Fd fd;

    private LogFile(Kernel kernel, Fd fd) {
        this.kernel = kernel;
        this.fd = fd;
    }

    /**
     * Opens the file, creating it if need be. It stays open, close-on-exec, until the process ends.
     *
     * @throws ErrnoException when it cannot be opened
     */
    public static LogFile open(Kernel kernel, String path) {
        // a fifo that nobody reads must not keep anybody waiting: without a reader it is an error, and what does not fit
        // in is lost
        long flags = Open.O_WRONLY | Open.O_CREAT | Open.O_APPEND | Open.O_SYNC | Open.O_NONBLOCK | Open.O_NOCTTY;
        Fd fd = kernel.openat(Fd.CWD, path, flags, OWNER_WRITES_ALL_READ);
        fd.get();
        return new LogFile(kernel, fd);
    }

    @Override
    public void append(LogLine line, LogFormat format) {
        try {
            FullWrite.write(kernel, fd, format.write(line).getBytes(StandardCharsets.UTF_8));
        } catch (ErrnoException unwritable) {
            // A full disk must not turn a success into a failure; the exit status still tells.
        }
    }
}
