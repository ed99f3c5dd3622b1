package carafe.monitor.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.UnixServer;
import java.util.List;

/**
 * Tells slirp4netns which ports to forward, over the socket it makes some time after its start.
 *
 * <pre>
 *   monitor ── {"execute":"add_hostfwd",...}, end of input ─▶ slirp4netns     one connection for each port
 *   monitor ◀─ {"return":{"id":1}} or {"error":{...}} ─────── slirp4netns
 * </pre>
 */
final class SlirpApi {
    private static final long RETRY_MILLIS = 50;
    private static final int ATTEMPTS = 100;
    private static final int ANSWER = 4096;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final String path;
    private final List<PortForward> forwards;
    private final EventLoop.Timer retry;
    private final long answer;
    private int attempts;
    private int next;
    private int socket = -1;

    SlirpApi(Sys sys, EventLoop loop, OwnLog log, String path, List<PortForward> forwards) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.path = path;
        this.forwards = forwards;
        retry = loop.timer(this::proceed);
        answer = sys.arena().allocate(ANSWER, 8);
    }

    /** The helper was started: it knows no port yet. */
    void start() {
        attempts = 0;
        next = 0;
        retry.in(RETRY_MILLIS);
    }

    /** The helper is gone. */
    void stop() {
        retry.cancel();
        disconnect();
        sys.unlink(path);
    }

    private void proceed() {
        if (next == forwards.size()) {
            return;
        }
        int connected = UnixServer.connect(sys, path, SocketCalls.SOCK_STREAM);
        if (connected >= 0) {
            socket = connected;
            sys.writeAll(socket, forwards.get(next).slirpRequest().getBytes(UTF_8));
            sys.shutdown(socket, 1);
            loop.add(socket, Sys.EPOLLIN, this::answered);
        } else if (++attempts < ATTEMPTS) {
            retry.in(RETRY_MILLIS);
        } else {
            log.error("slirp4netns does not open " + path + ", so no port is forwarded");
        }
    }

    private void answered(int events) {
        int length = sys.receive(socket, answer, ANSWER);
        String text = length <= 0 ? "no answer" : new String(sys.arena().getBytes(answer, length), UTF_8);
        if (!text.contains("\"return\"")) {
            PortForward forward = forwards.get(next);
            log.error("host port " + forward.host() + "/" + forward.protocol() + " cannot be forwarded: "
                    + text.strip());
        }
        disconnect();
        next++;
        proceed();
    }

    private void disconnect() {
        if (socket >= 0) {
            loop.remove(socket);
            sys.close(socket);
            socket = -1;
        }
    }
}
