package carafe.monitor.log;

import carafe.monitor.system.UsageException;

/** Where the container's output goes: one value of {@code --log-path}. */
public sealed interface LogTarget {
    /** A file in the CRI format. */
    record K8sFile(String path) implements LogTarget {
    }

    /** The journal of the machine. */
    record Journald() implements LogTarget {
    }

    /** Nowhere. */
    record None() implements LogTarget {
    }

    /** The container has the monitor's own stdio; the monitor sees nothing of it. */
    record Passthrough() implements LogTarget {
    }

    /**
     * Reads {@code DRIVER:PATH}, {@code DRIVER} or a path alone. {@code :NAME} is always a path, even if NAME is the
     * name of a driver.
     */
    static LogTarget parse(String value) throws UsageException {
        int colon = value.indexOf(':');
        String driver = colon < 0 ? value : value.substring(0, colon);
        String path = colon < 0 ? "" : firstWord(value, colon + 1);
        if (driver.isEmpty()) {
            if (path.isEmpty()) {
                throw new UsageException("log-path must not be empty");
            }
            return new K8sFile(path);
        }
        switch (driver) {
            case "off", "null", "none":
                return new None();
            case "passthrough":
                return new Passthrough();
            case "journald":
                return new Journald();
            case "k8s-file":
                if (path.isEmpty()) {
                    throw new UsageException("k8s-file requires a filename");
                }
                return new K8sFile(path);
            default:
                if (colon < 0) {
                    return new K8sFile(driver);
                }
                throw new UsageException("No such log driver " + driver);
        }
    }

    /** What stands before the next colon; conmon ignores the rest. */
    private static String firstWord(String value, int from) {
        int colon = value.indexOf(':', from);
        return colon < 0 ? value.substring(from) : value.substring(from, colon);
    }
}
