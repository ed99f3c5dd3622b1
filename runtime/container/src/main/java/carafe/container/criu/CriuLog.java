package carafe.container.criu;

import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import java.nio.charset.StandardCharsets;

/** CRIU's log, which says more about a failure than its answer does. */
final class CriuLog {
    /** 4 is everything: the log is what anybody who looks into a failure needs first. */
    static final int LEVEL = 4;
    private static final String ERROR = "Error (";

    /** CRIU stops at its first error, which may come after a line for each of a million pages. */
    private static final int LONGEST = 8 << 20;

    private CriuLog() {
    }

    /** A failure together with the first error in the log, unless it tells that already, and where to find more. */
    static SetupFailed explained(Kernel kernel, SetupFailed failure, String path) {
        String message = failure.getMessage();
        Fd file = kernel.allowingAll().openat(Fd.CWD, path, Open.O_RDONLY);
        if (!file.failed()) {
            String error = firstError(new String(kernel.readUpTo(file, LONGEST), StandardCharsets.UTF_8));
            kernel.close(file);
            message += (message.contains(ERROR) || error.isEmpty() ? "" : ": " + error) + " (see " + path + ")";
        }
        return failure.explained(message);
    }

    static String firstError(String log) {
        int start = log.indexOf(ERROR);
        if (start < 0) {
            return "";
        }
        int end = log.indexOf('\n', start);
        return log.substring(start, end < 0 ? log.length() : end);
    }
}
