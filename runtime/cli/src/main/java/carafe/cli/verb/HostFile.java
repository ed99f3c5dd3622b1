package carafe.cli.verb;

import carafe.container.Document;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;

/** Reads documents of the caller's that the command line names. */
final class HostFile {
    private static final String STANDARD_INPUT = "-";

    private HostFile() {
    }

    /**
     * The whole file.
     *
     * @throws Refused if it cannot be read, in the words engines know
     */
    static byte[] read(Kernel kernel, String path) {
        Fd file = Document.open(kernel, Fd.CWD, path);
        if (file.failed()) {
            throw new Refused("open " + path + ": " + Errno.text(file.errno()));
        }
        return Document.read(kernel, file, path);
    }

    /** The whole file, or standard input if the path is a dash. */
    static byte[] readOrStandardInput(Kernel kernel, String path) {
        return path.equals(STANDARD_INPUT) ? Document.readAll(kernel, Fd.of(0), "standard input")
                : read(kernel, path);
    }
}
