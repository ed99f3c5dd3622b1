package carafe.cli;

import carafe.cli.out.LogFile;
import carafe.cli.out.LogSink;
import carafe.cli.out.SystemLog;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Kernel;

/** What {@code --log} names: a file, or with a word before a colon, as crun has them, the log of another program. */
final class LogDestination {
    private static final String JOURNAL = "/run/systemd/journal/socket";
    private static final String SYSLOG = "/dev/log";

    private LogDestination() {
    }

    /** @param program the name of lines that were given none */
    static LogSink open(Kernel kernel, String destination, String program) {
        int colon = destination.indexOf(':');
        String backend = colon < 0 ? "" : destination.substring(0, colon);
        String specifier = destination.substring(colon + 1);
        String name = specifier.isEmpty() ? program : specifier;
        String socket = "";
        try {
            switch (backend) {
                case "journald":
                    socket = ", " + JOURNAL;
                    return SystemLog.journal(kernel, JOURNAL, name);
                case "syslog":
                    socket = ", " + SYSLOG;
                    return SystemLog.syslog(kernel, SYSLOG, name);
                case "file":
                    return LogFile.open(kernel, specifier);
                default:
                    requirePath(backend, destination);
                    return LogFile.open(kernel, destination);
            }
        } catch (ErrnoException refused) {
            throw new Refused("open " + destination + socket + ": " + Errno.text(refused.errno())
                    + (refused.errno() == Errno.ENXIO ? ", expected a file, or a fifo that somebody reads" : ""));
        }
    }

    /** A file may have a colon in its name, but hardly behind a word alone, which is rather a mistake. */
    private static void requirePath(String backend, String destination) {
        boolean word = !backend.isEmpty();
        for (int i = 0; i < backend.length(); i++) {
            word &= backend.charAt(i) >= 'a' && backend.charAt(i) <= 'z';
        }
        if (word) {
            throw new Refused("invalid log: " + destination + ", expected a path, file:PATH, journald:NAME or "
                    + "syslog:NAME");
        }
    }
}
