package carafe.shim;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A connection to a monitor's control socket. Not for several threads at once.
 *
 * <pre>{@code
 * try (MonitorClient monitor = MonitorClient.connect(bundle.resolve(ControlRequest.SOCKET_NAME))) {
 *     long pid = monitor.call(new ControlRequest.State()).number("pid");
 *     long code = monitor.call(new ControlRequest.Wait()).number("code");
 * }
 * }</pre>
 */
public final class MonitorClient implements Closeable {
    private static final int MAX_REPLY = 64 * 1024;

    private final ByteChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(MAX_REPLY);
    private final Deque<JsonObject> events = new ArrayDeque<>();
    private long lastId;

    /** The monitor refused a request. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String error, String message) {
            super(error + ": " + message);
        }
    }

    /** A frame of an attach stream. */
    public record Frame(int type, byte[] data) {
    }

    private MonitorClient(ByteChannel channel) {
        this.channel = channel;
        in.flip();
    }

    /** Connects to a control socket of the file system. */
    public static MonitorClient connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new MonitorClient(channel);
    }

    /** Speaks over a connection that exists; closing the client closes it. */
    public static MonitorClient over(ByteChannel channel) {
        return new MonitorClient(channel);
    }

    /** Sends a request and waits for its answer; events that come first are kept for {@link #nextEvent}. */
    public JsonObject call(ControlRequest request) throws IOException, ProtocolException {
        long id = ++lastId;
        try {
            writeAll(ByteBuffer.wrap(ControlCodec.encodeRequest(id, request)));
        } catch (IOException closed) {
            // a monitor that refuses the connection does not wait for a request, and has said why: that is read below
        }
        while (true) {
            JsonObject line = readLine();
            if (line.has("event")) {
                events.add(line);
            } else if (line.flag("ok")) {
                return line;
            } else {
                throw new Refused(line.string("error"), line.string("message"));
            }
        }
    }

    /** The next event, after a call of {@link ControlRequest.Events}. */
    public JsonObject nextEvent() throws IOException, ProtocolException {
        return events.isEmpty() ? readLine() : events.poll();
    }

    /** Sends a frame, after a call of {@link ControlRequest.Attach}. */
    public void sendFrame(int type, byte[] data, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(AttachFrame.HEADER + length);
        AttachFrame.putHeader(frame, type, length);
        frame.put(data, 0, length).flip();
        writeAll(frame);
    }

    /** Waits for a frame, after a call of {@link ControlRequest.Attach}; EOFException when the monitor is gone. */
    public Frame readFrame() throws IOException, ProtocolException {
        need(AttachFrame.HEADER);
        int type = AttachFrame.type(in, in.position());
        int length = AttachFrame.length(in, in.position());
        need(AttachFrame.HEADER + length);
        byte[] data = new byte[length];
        in.position(in.position() + AttachFrame.HEADER).get(data);
        return new Frame(type, data);
    }

    /** Whether bytes were read that no call has returned yet; the socket may have nothing to read then. */
    public boolean hasBuffered() {
        return in.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private JsonObject readLine() throws IOException, ProtocolException {
        for (int length = 0; ; length++) {
            need(length + 1);
            if (in.get(in.position() + length) == '\n') {
                byte[] line = new byte[length];
                in.get(line).get();
                return JsonObject.parse(line, 0, length);
            }
        }
    }

    private void need(int bytes) throws IOException {
        while (in.remaining() < bytes) {
            in.compact();
            if (!in.hasRemaining()) {
                throw new IOException("the monitor sent a line longer than " + MAX_REPLY + " bytes");
            }
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new EOFException("the monitor closed the connection");
            }
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
