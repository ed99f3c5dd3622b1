package carafe.monitor;

import carafe.fixtures.Eventually;
import carafe.kernel.Errno;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.system.UnixServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the attach socket. */
final class AttachedClient implements AutoCloseable {
    private static final int PACKET = 8193;

    private final Sys sys;
    private final int fd;
    private final long buffer;
    private final ByteArrayOutputStream[] streams = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
    private boolean ended;
    private int largest;

    AttachedClient(Sys sys, String path) {
        this.sys = sys;
        buffer = sys.arena().allocate(2 * PACKET, 8);
        fd = UnixServer.connect(sys, path, SocketCalls.SOCK_SEQPACKET);
        if (fd < 0) {
            throw new AssertionError("cannot attach to " + path + ": " + Errno.describe(-fd));
        }
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one packet. */
    void send(byte[] packet) {
        sys.writeAll(fd, packet);
    }

    void sendEnd() {
        sys.shutdown(fd, 1);
    }

    /** Takes what has come. */
    private void receive() {
        while (!ended) {
            int n = sys.receive(fd, buffer, 2 * PACKET);
            if (n == -Errno.EAGAIN) {
                return;
            }
            ended = n <= 0;
            if (n > 0) {
                byte[] packet = sys.arena().getBytes(buffer, n);
                largest = Math.max(largest, n);
                streams[packet[0] - 2].write(packet, 1, n - 1);
            }
        }
    }

    /** Waits until stdout, or a terminal's output, contains a text. */
    void waitFor(String text) {
        Eventually.holds(() -> "attached output contains \"" + text + "\", it is \"" + stdout() + "\"", () -> {
            receive();
            return stdout().contains(text);
        });
    }

    /** Waits until the monitor closes the connection. */
    AttachedClient waitForEnd() {
        boolean in = Eventually.within(Duration.ofSeconds(60), () -> {
            receive();
            return ended;
        });
        if (!in) {
            throw new AssertionError("the attach connection does not end");
        }
        return this;
    }

    boolean endsWithin(Duration time) {
        return Eventually.within(time, () -> {
            receive();
            return ended;
        });
    }

    String stdout() {
        return streams[0].toString(StandardCharsets.ISO_8859_1);
    }

    byte[] stdoutBytes() {
        return streams[0].toByteArray();
    }

    String stderr() {
        return streams[1].toString(StandardCharsets.ISO_8859_1);
    }

    int largestPacket() {
        return largest;
    }

    @Override
    public void close() {
        sys.close(fd);
    }
}
