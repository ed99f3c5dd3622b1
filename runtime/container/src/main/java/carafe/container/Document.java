package carafe.container;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;
import carafe.spec.ConfigReader;

/**
 * Documents that a caller names: regular files of a bounded size. Of anything else a name may lead to, reading would
 * block for ever (a fifo), have no end (a device) or take away what others wait for.
 */
public final class Document {
    /** PIPEFS_MAGIC, include/uapi/linux/magic.h: a pipe that has no name, as a shell writes {@code <(command)}. */
    private static final long PIPEFS = 0x50495045;

    private Document() {
    }

    /** Opens one without waiting for anybody; any error number is a result. Owned by the caller, for {@link #read}. */
    public static Fd open(Kernel kernel, Fd directory, String path) {
        return kernel.allowingAll().openat(directory, path, Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOCTTY);
    }

    /**
     * The whole document.
     *
     * @param file from {@link #open}; is closed
     * @param name for messages
     * @throws Refused if it is no regular file, larger than any document or cannot be read
     */
    public static byte[] read(Kernel kernel, Fd file, String name) {
        Stat stat = kernel.stat(file);
        try {
            if ((stat.mode() & Stat.TYPE_MASK) == Stat.FIFO && kernel.fileSystemType(file) == PIPEFS) {
                // who writes into it is at work already
                Ref flags = kernel.run(kernel.call(Syscall.FCNTL).with(file).with(Kernel.F_GETFL).with(0));
                kernel.run(kernel.call(Syscall.FCNTL).with(file).with(Kernel.F_SETFL)
                        .with(flags.get() & ~Open.O_NONBLOCK));
            } else if ((stat.mode() & Stat.TYPE_MASK) != Stat.REGULAR) {
                throw new Refused(name + ": " + kind(stat) + ", " + expected());
            }
            return readAll(kernel, file, name);
        } finally {
            kernel.close(file);
        }
    }

    /** The same of what somebody else has opened, whatever it is. */
    public static byte[] readAll(Kernel kernel, Fd file, String name) {
        try {
            return kernel.readAll(file, ConfigReader.LARGEST);
        } catch (ErrnoException e) {
            throw new Refused(name + ": " + Errno.describe(e.errno()) + ", " + expected());
        }
    }

    private static String kind(Stat stat) {
        return switch (stat.mode() & Stat.TYPE_MASK) {
            case Stat.DIRECTORY -> "a directory";
            case Stat.FIFO -> "a fifo";
            case Stat.CHARACTER_DEVICE, Stat.BLOCK_DEVICE -> "a device";
            default -> "a socket";
        };
    }

    private static String expected() {
        return "expected a regular file of " + (ConfigReader.LARGEST >> 20) + " MiB at most";
    }
}
