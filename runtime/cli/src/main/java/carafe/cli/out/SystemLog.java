package carafe.cli.out;

import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.SocketCalls;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A log that another program keeps, and that is sent each line in a datagram. */
public final class SystemLog implements LogSink {
    /** LOG_USER of syslog(3), shifted to where the facility stands. */
    private static final int FACILITY_USER = 1 << 3;

    private final Kernel kernel;
    private final Fd socket;
    private final String name;
    private final boolean journal;

    private SystemLog(Kernel kernel, Fd socket, String name, boolean journal) {
        this.kernel = kernel;
        this.socket = socket;
        this.name = name;
        this.journal = journal;
    }

    /**
     * systemd's journal, in its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL).
     *
     * @param socket path
     * @param name   what the lines are marked with
     * @throws ErrnoException if nobody listens
     */
    public static SystemLog journal(Kernel kernel, String socket, String name) {
        return new SystemLog(kernel, connect(kernel, socket), name, true);
    }

    /** The same for a program that speaks as syslogd does (RFC 3164). */
    public static SystemLog syslog(Kernel kernel, String socket, String name) {
        return new SystemLog(kernel, connect(kernel, socket), name, false);
    }

    private static Fd connect(Kernel kernel, String path) {
        Fd socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_DGRAM, 0);
        kernel.connectUnix(socket, path).get();
        return socket;
    }

    @Override
    public void append(LogLine line, LogFormat format) {
        try {
            kernel.send(socket, journal ? entry(line) : datagram(line, format)).get();
        } catch (ErrnoException unwritable) {
            // a log that is gone must not turn a success into a failure; the exit status still tells
        }
    }

    private byte[] datagram(LogLine line, LogFormat format) {
        String text = format == LogFormat.JSON ? line.asJson().stripTrailing() : line.asWords();
        return ("<" + (FACILITY_USER | line.level().priority()) + ">" + name + ": " + text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] entry(LogLine line) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        field(entry, "PRIORITY", Integer.toString(line.level().priority()));
        field(entry, "SYSLOG_IDENTIFIER", name);
        // what crun calls the same
        field(entry, "ID", name);
        field(entry, "MESSAGE", line.message());
        for (Detail detail : line.details()) {
            field(entry, "CARAFE_" + detail.key().toUpperCase(Locale.ROOT), detail.value());
        }
        return entry.toByteArray();
    }

    private static void field(ByteArrayOutputStream entry, String key, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        entry.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
        if (value.indexOf('\n') < 0) {
            entry.write('=');
        } else {
            // a value of several lines stands behind its length
            entry.write('\n');
            entry.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length)
                    .array());
        }
        entry.writeBytes(text);
        entry.write('\n');
    }
}
