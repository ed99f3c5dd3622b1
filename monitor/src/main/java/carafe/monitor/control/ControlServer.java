package carafe.monitor.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.UnixServer;
import carafe.shim.ControlCodec;
import carafe.shim.ControlError;
import carafe.shim.ControlEvent;
import carafe.shim.ControlRequest;
import java.util.ArrayList;
import java.util.List;

/** The control socket; {@link ControlRequest} shows what goes over it. Nothing a client does holds anything up. */
public final class ControlServer implements EventLoop.Handler {
    private static final int MAX_CONNECTIONS = 32;
    private static final int BACKLOG = 16;
    private static final int MODE = 0700;
    private static final int ROOT = 0;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final Controlled controlled;
    private final String path;
    private final int socket;
    private final List<ControlConnection> connections = new ArrayList<>();

    /** Makes the socket in a directory. */
    public ControlServer(Sys sys, EventLoop loop, OwnLog log, Controlled controlled, String directory) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.controlled = controlled;
        path = directory + "/" + ControlRequest.SOCKET_NAME;
        socket = UnixServer.listen(sys, directory, ControlRequest.SOCKET_NAME, SocketCalls.SOCK_STREAM, MODE, BACKLOG);
        loop.add(socket, Sys.EPOLLIN, this);
    }

    @Override
    public void ready(int events) {
        int fd = sys.accept(socket, SocketCalls.SOCK_NONBLOCK);
        if (fd < 0) {
            return;
        }
        long uid = sys.peerUid(fd);
        if (uid != ROOT && uid != sys.uid()) {
            refuse(fd, ControlError.NOT_ALLOWED, "user " + uid + " is neither root nor the monitor's");
        } else if (connections.size() == MAX_CONNECTIONS && !makeRoom()) {
            refuse(fd, ControlError.TOO_MANY, MAX_CONNECTIONS + " connections are in use");
        } else {
            connections.add(new ControlConnection(sys, loop, controlled, fd, connections::remove));
        }
    }

    /** Ends the connection that is idle for the longest: clients that say nothing lock nobody out. */
    private boolean makeRoom() {
        ControlConnection longest = null;
        for (ControlConnection connection : connections) {
            if (connection.isIdle() && (longest == null || connection.idleSince() - longest.idleSince() < 0)) {
                longest = connection;
            }
        }
        if (longest == null) {
            return false;
        }
        log.warn("a control connection that is idle makes room for another");
        longest.giveWay();
        return true;
    }

    private void refuse(int fd, ControlError error, String message) {
        log.warn("a control connection is refused: " + message);
        sys.writeAll(fd, ControlCodec.encodeError(0, error, message));
        sys.close(fd);
    }

    /** Tells everybody who has asked for events. */
    public void tell(ControlEvent event) {
        byte[] line = ControlCodec.encodeEvent(event);
        log.debug(new String(line, UTF_8).strip());
        for (ControlConnection connection : List.copyOf(connections)) {
            connection.tell(line);
        }
    }

    /** The container has exited: tells everybody who waits, and ends. */
    public void exited(int code) {
        tell(ControlEvent.exited(code));
        for (ControlConnection connection : List.copyOf(connections)) {
            connection.exited(code);
        }
        close();
    }

    /** Removes the socket and ends every connection. */
    public void close() {
        sys.unlink(path);
        loop.remove(socket);
        sys.close(socket);
        for (ControlConnection connection : List.copyOf(connections)) {
            connection.close();
        }
    }
}
