package carafe.container.cgroup.dbus;

import carafe.kernel.Arena;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.SocketCalls;
import carafe.kernel.Syscall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A connection to a bus, or to a service that listens on a socket of its own. One call at a time. */
public final class DbusConnection implements AutoCloseable {
    private static final int SO_RCVTIMEO = 20;
    private static final int TIMEOUT_SECONDS = 30;
    private static final int CHUNK = 16384;
    /**
     * Without saying who: the server looks at the socket's credentials. A number of ours would be wrong where a user
     * namespace lies between.
     */
    private static final String AUTHENTICATION = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

    private final Kernel kernel;
    private final Fd socket;
    private final Deque<DbusMessage> signals = new ArrayDeque<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    /** What was received, of which everything before {@code taken} has been read. */
    private byte[] input = new byte[0];
    private int taken;
    private int serial;

    private DbusConnection(Kernel kernel, Fd socket) {
        this.kernel = kernel;
        this.socket = socket;
    }

    /**
     * Connects and authenticates; null if nobody listens there.
     *
     * @param bus whether a bus is behind the socket, to which one has to say hello
     */
    public static DbusConnection open(Kernel kernel, String socketPath, boolean bus) {
        Fd socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_STREAM, 0);
        if (socketPath.length() >= SocketCalls.SUN_PATH_MAX
                || kernel.allowingAll().connectUnix(socket, socketPath).failed()) {
            kernel.close(socket);
            return null;
        }
        DbusConnection connection = new DbusConnection(kernel, socket);
        try {
            connection.setTimeout();
            connection.output.writeBytes(AUTHENTICATION.getBytes(StandardCharsets.US_ASCII));
            if (bus) {
                connection.prepare("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello");
            }
            connection.send();
            connection.awaitAdmission();
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void setTimeout() {
        int mark = kernel.arena().mark();
        long timeout = kernel.arena().longs(TIMEOUT_SECONDS, 0);
        kernel.run(kernel.call(Syscall.SETSOCKOPT).with(socket).with(SocketCalls.SOL_SOCKET).with(SO_RCVTIMEO)
                .with(timeout).with(16)).get();
        kernel.arena().reset(mark);
    }

    /** {@code DATA}, then {@code OK} with the server's identity. */
    private void awaitAdmission() {
        for (;;) {
            String line = line();
            if (line.startsWith("OK")) {
                return;
            }
            if (!line.equals("DATA")) {
                throw new DbusException("the server does not let us in: " + line);
            }
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 2) != '\r') {
            line.append((char) receiveAll(1)[0]);
        }
        return line.substring(0, line.length() - 2);
    }

    /** A call that leaves with the next one and whose return nobody waits for; an error is that of the next call. */
    public void prepare(String destination, String path, String interfaceName, String member,
            DbusValue... arguments) {
        output.writeBytes(DbusMessage.call(++serial, destination, path, interfaceName, member, arguments));
    }

    private void send() {
        kernel.send(socket, output.toByteArray());
        output.reset();
    }

    /** Calls a method and waits for its return; an error in its place is a {@link DbusException}. */
    public DbusReader call(String destination, String path, String interfaceName, String member,
            DbusValue... arguments) {
        prepare(destination, path, interfaceName, member, arguments);
        int sent = serial;
        send();
        for (;;) {
            DbusMessage message = next();
            if (message.type() == DbusMessage.SIGNAL) {
                signals.add(message);
            } else if (message.replySerial() == sent || message.type() == DbusMessage.ERROR) {
                return result(message);
            }
        }
    }

    private static DbusReader result(DbusMessage message) {
        if (message.type() == DbusMessage.ERROR) {
            String text = message.signature().startsWith("s") ? message.read().text() : message.errorName();
            throw new DbusException(message.errorName(), text);
        }
        return message.read();
    }

    /** Waits for the next signal of that name. */
    public DbusReader signal(String member) {
        for (;;) {
            DbusMessage message = signals.isEmpty() ? next() : signals.poll();
            if (message.type() == DbusMessage.SIGNAL && message.member().equals(member)) {
                return message.read();
            }
        }
    }

    private DbusMessage next() {
        byte[] fixed = receiveAll(DbusMessage.FIXED_HEADER);
        return DbusMessage.parse(fixed, receiveAll(DbusMessage.restLength(fixed)));
    }

    private byte[] receiveAll(int count) {
        byte[] all = new byte[count];
        int have = 0;
        while (have < count) {
            if (taken == input.length) {
                input = receive();
                taken = 0;
            }
            int part = Math.min(count - have, input.length - taken);
            System.arraycopy(input, taken, all, have, part);
            taken += part;
            have += part;
        }
        return all;
    }

    /** Whatever has come, a chunk at most: several messages usually come together. */
    private byte[] receive() {
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long buffer = arena.allocate(CHUNK, 8);
        long n = kernel.allowing(Errno.EAGAIN, Errno.ECONNRESET).read(socket, buffer, CHUNK).get();
        if (n == -Errno.EAGAIN) {
            throw new DbusException("no answer within " + TIMEOUT_SECONDS + " seconds");
        }
        if (n <= 0) {
            throw new DbusException("the other side closed the connection");
        }
        byte[] bytes = arena.getBytes(buffer, (int) n);
        arena.reset(mark);
        return bytes;
    }

    @Override
    public void close() {
        kernel.close(socket);
    }
}
