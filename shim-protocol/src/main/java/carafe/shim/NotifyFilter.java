package carafe.shim;

import java.util.List;

/**
 * What a container may tell the host's service manager through sd_notify(3).
 *
 * <pre>
 *   container ── datagram ─▶ BUNDLE/notify/notify.sock ── only the lines below ─▶ the host's NOTIFY_SOCKET
 * </pre>
 *
 * Everything else is dropped: MAINPID or FDSTORE from inside a container would act on the host's unit.
 */
public final class NotifyFilter {
    /** The directory in the bundle that is mounted into the container. */
    public static final String DIRECTORY = "notify";
    /** The socket in that directory. */
    public static final String SOCKET_NAME = "notify.sock";

    private static final List<String> LINES =
            List.of("READY=1", "RELOADING=1", "STOPPING=1", "WATCHDOG=1", "WATCHDOG=trigger");
    private static final List<String> PREFIXES = List.of("STATUS=", "ERRNO=", "BUSERROR=", "MONOTONIC_USEC=");

    private NotifyFilter() {
    }

    /** The lines of a message that may pass, joined by newlines; empty when none may. */
    public static String filter(String message) {
        StringBuilder passed = new StringBuilder();
        int from = 0;
        while (from <= message.length()) {
            int to = from;
            while (to < message.length() && message.charAt(to) != '\n' && message.charAt(to) != '\r') {
                to++;
            }
            String line = message.substring(from, to);
            if (isAllowed(line)) {
                passed.append(passed.isEmpty() ? "" : "\n").append(line);
            }
            from = to + 1;
        }
        return passed.toString();
    }

    private static boolean isAllowed(String line) {
        if (LINES.contains(line)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (line.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
