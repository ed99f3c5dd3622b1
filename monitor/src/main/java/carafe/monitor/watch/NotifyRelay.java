package carafe.monitor.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.NotifySocket;
import carafe.monitor.system.UnixServer;
import carafe.shim.NotifyFilter;

/** Passes what {@link NotifyFilter} allows from the container to the host's service manager. */
public final class NotifyRelay implements EventLoop.Handler {
    private static final int DATAGRAM = 32 * 1024;
    private static final int DIRECTORY_MODE = 0755;
    private static final int SOCKET_MODE = 0777;

    private final Sys sys;
    private final NotifySocket host;
    private final int socket;
    private final long buffer;

    /** Makes the socket in the bundle that is mounted into the container. */
    public NotifyRelay(Sys sys, EventLoop loop, String bundle, String hostSocket) {
        this.sys = sys;
        String directory = bundle + "/" + NotifyFilter.DIRECTORY;
        sys.mkdir(directory, DIRECTORY_MODE);
        buffer = sys.arena().allocate(DATAGRAM, 8);
        host = new NotifySocket(sys, hostSocket);
        socket = UnixServer.listen(sys, directory, NotifyFilter.SOCKET_NAME, SocketCalls.SOCK_DGRAM, SOCKET_MODE, 0);
        loop.add(socket, Sys.EPOLLIN, this);
    }

    @Override
    public void ready(int events) {
        int length = sys.receive(socket, buffer, DATAGRAM);
        if (length > 0) {
            String passed = NotifyFilter.filter(new String(sys.arena().getBytes(buffer, length), ISO_8859_1));
            if (!passed.isEmpty()) {
                host.send(passed.getBytes(ISO_8859_1));
            }
        }
    }
}
