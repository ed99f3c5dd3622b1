package carafe.monitor.attach;

import carafe.kernel.Errno;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.io.Stdin;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.UnixServer;
import carafe.shim.AttachPacket;
import java.util.ArrayList;
import java.util.List;

/** The attach socket and its connections; {@link AttachPacket} shows what goes over it. */
public final class AttachServer implements EventLoop.Handler {
    /** More clients than anybody attaches; a further one is not accepted. */
    private static final int MAX_CLIENTS = 64;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final OutputHub hub;
    private final Stdin stdin;
    private final boolean endsStdin;
    private final int socket;
    private final long input;
    private final List<Connection> connections = new ArrayList<>();

    /**
     * @param directory where the socket is made
     * @param endsStdin whether the container's input ends when a client's does
     */
    public AttachServer(Sys sys, EventLoop loop, OwnLog log, OutputHub hub, Stdin stdin, boolean endsStdin,
            String directory) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.hub = hub;
        this.stdin = stdin;
        this.endsStdin = endsStdin;
        input = sys.pool().take(AttachPacket.MAX_INPUT);
        socket = UnixServer.listen(sys, directory, AttachPacket.SOCKET_NAME, SocketCalls.SOCK_SEQPACKET, 0700,
                AttachPacket.BACKLOG);
        loop.add(socket, Sys.EPOLLIN, this);
    }

    /**
     * Lets in everybody who waits. Whoever connected before the container was started counts on all of its output, and
     * with the next event some of it may be read.
     */
    @Override
    public void ready(int events) {
        // the kernel lets one more wait than it is told to
        for (int i = 0; i <= AttachPacket.BACKLOG; i++) {
            int fd = sys.accept(socket, SocketCalls.SOCK_NONBLOCK);
            if (fd < 0) {
                return;
            }
            join(fd);
        }
    }

    private void join(int fd) {
        if (connections.size() == MAX_CLIENTS) {
            log.warn("an attach client is refused, " + MAX_CLIENTS + " are connected");
            sys.close(fd);
            return;
        }
        Connection connection = new Connection(fd);
        connections.add(connection);
        stdin.addSource(connection);
    }

    /** Closes the socket and every connection; clients see the end of the output. */
    public void close() {
        loop.remove(socket);
        sys.close(socket);
        while (!connections.isEmpty()) {
            connections.getLast().close();
        }
        sys.pool().give(input, AttachPacket.MAX_INPUT);
    }

    /** One client. */
    private final class Connection implements EventLoop.Handler, OutputHub.Owner, Stdin.Source {
        private final int fd;
        private final OutputClient client;
        private boolean wantsInput = true;
        private boolean inputEnded;
        private boolean wantsRoom;

        Connection(int fd) {
            this.fd = fd;
            client = hub.join(fd, OutputClient.Framing.PACKET, this);
            loop.add(fd, Sys.EPOLLIN, this);
        }

        @Override
        public void ready(int events) {
            if ((events & Sys.EPOLLOUT) != 0) {
                hub.roomOn(client);
            }
            if ((events & Sys.EPOLLIN) != 0 && !inputEnded) {
                read();
            } else if ((events & (Sys.EPOLLHUP | Sys.EPOLLERR)) != 0) {
                endInput();
                close();
            }
        }

        private void read() {
            if (!stdin.wantsInput()) {
                return;
            }
            int n = sys.receive(fd, input, AttachPacket.MAX_INPUT);
            if (n > 0) {
                stdin.write(input, n);
            } else if (n != -Errno.EAGAIN) {
                endInput();
                watch();
            }
        }

        private void endInput() {
            if (!inputEnded) {
                inputEnded = true;
                if (endsStdin) {
                    stdin.end();
                }
            }
        }

        @Override
        public void wantInput(boolean wanted) {
            wantsInput = wanted;
            watch();
        }

        @Override
        public void watch(OutputClient of, boolean forRoom) {
            if (wantsRoom != forRoom) {
                wantsRoom = forRoom;
                watch();
            }
        }

        private void watch() {
            loop.modify(fd, (wantsInput && !inputEnded ? Sys.EPOLLIN : 0) | (wantsRoom ? Sys.EPOLLOUT : 0));
        }

        @Override
        public void disconnect(OutputClient of) {
            log.warn("an attach client takes no output and is disconnected");
            close();
        }

        private void close() {
            if (connections.remove(this)) {
                stdin.removeSource(this);
                loop.remove(fd);
                sys.close(fd);
                hub.left(client);
            }
        }
    }
}
