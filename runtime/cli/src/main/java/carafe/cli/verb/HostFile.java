package carafe.cli.verb;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.ConfigReader;

/** Reads documents of the caller's that the command line names. */
final class HostFile {
    private static final String STANDARD_INPUT = "-";

    private HostFile() {
    }

    /**
     * The whole file.
     *
     * @throws CommandFailure if it cannot be read, in the words engines know
     */
    static byte[] read(Kernel kernel, String path) {
        Fd file = kernel.allowingAll().openat(Fd.CWD, path, Open.O_RDONLY);
        if (file.failed()) {
            throw new CommandFailure("open " + path + ": " + Errno.text(file.errno()));
        }
        byte[] content = read(kernel, file, path);
        kernel.close(file);
        return content;
    }

    /** The whole file, or standard input if the path is a dash. */
    static byte[] readOrStandardInput(Kernel kernel, String path) {
        return path.equals(STANDARD_INPUT) ? read(kernel, Fd.of(0), "standard input") : read(kernel, path);
    }

    private static byte[] read(Kernel kernel, Fd file, String name) {
        try {
            return kernel.readAll(file, ConfigReader.LARGEST);
        } catch (ErrnoException refused) {
            throw new CommandFailure("read " + name + ": " + Errno.text(refused.errno()));
        }
    }
}
