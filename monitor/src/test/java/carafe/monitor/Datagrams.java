package carafe.monitor;

import carafe.fixtures.Eventually;
import carafe.kernel.Errno;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A socket of the test that takes datagrams, in place of a service of the machine. */
final class Datagrams implements AutoCloseable {
    private static final int LONGEST = 64 * 1024;

    private final Sys sys;
    private final int socket;
    private final long buffer;
    private final List<String> all = new ArrayList<>();

    Datagrams(Sys sys, Path path) {
        this.sys = sys;
        buffer = sys.arena().allocate(LONGEST, 8);
        socket = sys.unixSocket(SocketCalls.SOCK_DGRAM);
        int error = sys.bind(socket, path.toString());
        if (error < 0) {
            throw new AssertionError("cannot listen on " + path + ": " + Errno.describe(-error));
        }
    }

    /** All that has come so far; each byte is a character. */
    List<String> received() {
        for (int n = sys.receive(socket, buffer, LONGEST); n > 0; n = sys.receive(socket, buffer, LONGEST)) {
            all.add(new String(sys.arena().getBytes(buffer, n), StandardCharsets.ISO_8859_1));
        }
        return all;
    }

    /** Waits for a datagram. */
    void waitFor(String what, Predicate<String> wanted) {
        Eventually.holds(() -> what + ", there is " + all, () -> received().stream().anyMatch(wanted));
    }

    @Override
    public void close() {
        sys.close(socket);
    }
}
