package carafe.monitor.system;

import carafe.kernel.RawText;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import java.util.Locale;

/** The monitor's own messages: to stderr (which is /dev/null once it is detached) and, if asked, to syslog. */
public final class OwnLog {
    private static final String SYSLOG_SOCKET = "/dev/log";
    private static final int FACILITY_USER = 1 << 3;

    /** How much to say; each level includes those before it. */
    public enum Level {
        ERROR('e', 3), WARN('w', 4), INFO('i', 6), DEBUG('d', 7), TRACE('t', 7);

        private final char letter;
        private final int priority;

        Level(char letter, int priority) {
            this.letter = letter;
            this.priority = priority;
        }

        /** The level of a --log-level value in any case; conmon's fatal and panic are errors. Null if unknown. */
        public static Level ofLabel(String label) {
            return switch (label.toLowerCase(Locale.ROOT)) {
                case "error", "fatal", "panic" -> ERROR;
                case "warn", "warning" -> WARN;
                case "info" -> INFO;
                case "debug" -> DEBUG;
                case "trace" -> TRACE;
                default -> null;
            };
        }
    }

    private final Sys sys;
    private final Level level;
    private final String tag;
    private final int syslog;

    /** @param id the container's, for syslog */
    public OwnLog(Sys sys, Level level, String id, boolean toSyslog) {
        this.sys = sys;
        this.level = level;
        String shortId = id.length() > 20 ? id.substring(0, 20) : id;
        tag = "carafe-monitor " + shortId + " ";
        syslog = toSyslog ? connectSyslog() : -1;
    }

    private int connectSyslog() {
        int fd = sys.unixSocket(SocketCalls.SOCK_DGRAM | SocketCalls.SOCK_NONBLOCK);
        if (sys.connect(fd, SYSLOG_SOCKET) < 0) {
            sys.close(fd);
            return -1;
        }
        return fd;
    }

    /** The connection to syslog, or -1. */
    public int descriptor() {
        return syslog;
    }

    public void error(String message) {
        say(Level.ERROR, message);
    }

    public void warn(String message) {
        say(Level.WARN, message);
    }

    public void info(String message) {
        say(Level.INFO, message);
    }

    public void debug(String message) {
        say(Level.DEBUG, message);
    }

    public void trace(String message) {
        say(Level.TRACE, message);
    }

    private void say(Level of, String message) {
        if (of.ordinal() > level.ordinal()) {
            return;
        }
        String line = "[carafe-monitor:" + of.letter + "]: " + message + "\n";
        sys.writeAll(2, RawText.bytes(line));
        if (syslog >= 0) {
            String datagram = "<" + (FACILITY_USER | of.priority) + ">" + tag + "<" + of.letter + ">: " + message;
            sys.writeAll(syslog, RawText.bytes(datagram));
        }
    }
}
