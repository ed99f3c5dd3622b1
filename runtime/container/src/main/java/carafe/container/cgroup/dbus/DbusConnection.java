package carafe.container.cgroup.dbus;

import carafe.kernel.Arena;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.SocketCalls;
import carafe.kernel.Syscall;
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
            connection.authenticate();
            if (bus) {
                connection.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello");
            }
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void authenticate() {
        int mark = kernel.arena().mark();
        long timeout = kernel.arena().longs(TIMEOUT_SECONDS, 0);
        kernel.run(kernel.call(Syscall.SETSOCKOPT).with(socket).with(SocketCalls.SOL_SOCKET).with(SO_RCVTIMEO)
                .with(timeout).with(16)).get();
        kernel.arena().reset(mark);
        kernel.send(socket, AUTHENTICATION.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        // "DATA" and "OK" with the server's identity, nothing more before we have called something
        while (!answer.toString().endsWith("\r\n") || answer.indexOf("OK") < 0) {
            answer.append(new String(receive(CHUNK), StandardCharsets.US_ASCII));
            if (answer.indexOf("REJECTED") >= 0 || answer.indexOf("ERROR") >= 0) {
                throw new DbusException("the server does not let us in: " + answer.toString().strip());
            }
        }
    }

    /** Calls a method and waits for its return; an error in its place is a {@link DbusException}. */
    public DbusReader call(String destination, String path, String interfaceName, String member,
            DbusValue... arguments) {
        int sent = ++serial;
        kernel.send(socket, DbusMessage.call(sent, destination, path, interfaceName, member, arguments));
        for (;;) {
            DbusMessage message = next();
            if (message.type() == DbusMessage.SIGNAL) {
                signals.add(message);
            } else if (message.replySerial() == sent) {
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
            byte[] part = receive(Math.min(count - have, CHUNK));
            System.arraycopy(part, 0, all, have, part.length);
            have += part.length;
        }
        return all;
    }

    private byte[] receive(int most) {
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long buffer = arena.allocate(most, 8);
        long n = kernel.allowing(Errno.EAGAIN, Errno.ECONNRESET).read(socket, buffer, most).get();
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
