package carafe.cli.verb;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;

/** Reads files of the caller's that the command line names. */
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
        try {
            return kernel.readFile(Fd.CWD, path);
        } catch (ErrnoException refused) {
            throw new CommandFailure("open " + path + ": " + Errno.text(refused.errno()));
        }
    }

    /** The whole file, or standard input if the path is a dash. */
    static byte[] readOrStandardInput(Kernel kernel, String path) {
        return path.equals(STANDARD_INPUT) ? kernel.readAll(Fd.of(0)) : read(kernel, path);
    }
}
