package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.SocketCalls;
import java.nio.charset.StandardCharsets;

/**
 * Sockets on which a caller waits for one descriptor: of a terminal or of a process.
 *
 * <pre>
 *   carafe  ── connect ──▶  caller's AF_UNIX stream socket
 *           ── text, SCM_RIGHTS: one descriptor ──▶
 * </pre>
 */
final class DescriptorSocket {
    private DescriptorSocket() {
    }

    /**
     * Connects, before anything is made that would have to be undone if nobody listens.
     *
     * @param flag the command line's name for the path, for the message
     */
    static Fd connect(Kernel kernel, String flag, String path) {
        Fd socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_STREAM, 0);
        Ref connected = kernel.allowingAll().connectUnix(socket, path);
        if (connected.failed()) {
            kernel.close(socket);
            throw new Refused(flag + " " + path + ": " + Errno.text(connected.errno())
                    + ", expected a Unix stream socket that somebody listens on");
        }
        return socket;
    }

    /** Sends and closes the socket; {@code descriptor} stays the caller's. */
    static void send(Kernel kernel, Fd socket, String text, Fd descriptor) {
        kernel.sendFd(socket, text.getBytes(StandardCharsets.UTF_8), descriptor);
        kernel.close(socket);
    }
}
