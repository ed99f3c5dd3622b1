package carafe.monitor.direct;

import carafe.kernel.Errno;
import carafe.kernel.RawText;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.option.DirectVerb;
import carafe.monitor.system.Environment;
import carafe.monitor.system.Self;
import carafe.monitor.system.UnixServer;
import carafe.monitor.system.UsageException;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import java.io.IOException;
import java.util.List;

/** The verbs for a person: what they share. */
public final class Direct {
    private final Sys sys;
    private final Environment environment;
    private final Self self;

    private Direct(Sys sys, Environment environment, Self self) {
        this.sys = sys;
        this.environment = environment;
        this.self = self;
    }

    /** Runs a verb with the words after it: its exit code. */
    public static int run(Sys sys, Environment environment, Self self, DirectVerb verb, List<String> words)
            throws UsageException {
        Direct direct = new Direct(sys, environment, self);
        try {
            return switch (verb) {
                case RUN -> new RunVerb(direct).run(words);
                case ATTACH -> new AttachVerb(direct).run(words);
                case LOGS -> new LogsVerb(direct).run(words);
                case WAIT -> new WaitVerb(direct).run(words);
                case CTL -> new CtlVerb(direct).run(words);
                case ADOPT -> new AdoptVerb(direct).run(words);
            };
        } catch (IOException | ProtocolException e) {
            throw new UsageException(verb.label() + ": " + e.getMessage());
        }
    }

    Sys sys() {
        return sys;
    }

    Self self() {
        return self;
    }

    Environment environment() {
        return environment;
    }

    StateDirectory state(String id) throws UsageException {
        return StateDirectory.of(sys, environment.get("XDG_RUNTIME_DIR"), id);
    }

    /** Connects to a control socket, or says why not. */
    MonitorClient connect(String socket) throws IOException {
        return MonitorClient.over(channel(socket));
    }

    KernelChannel channel(String socket) throws IOException {
        int fd = UnixServer.connect(sys, socket, SocketCalls.SOCK_STREAM);
        if (fd < 0) {
            throw new IOException("cannot connect to " + socket + ": " + Errno.describe(-fd));
        }
        return new KernelChannel(sys, fd);
    }

    /** The control socket of a container that was started by hand. */
    static String controlSocket(StateDirectory state) {
        return state.file("bundle/" + ControlRequest.SOCKET_NAME);
    }

    /** The one word a verb takes, after its flags. */
    static String onlyWord(DirectVerb verb, List<String> words) throws UsageException {
        if (words.size() != 1 || words.getFirst().startsWith("-")) {
            throw usage(verb);
        }
        return words.getFirst();
    }

    static UsageException usage(DirectVerb verb) {
        return new UsageException("usage: carafe-monitor " + verb.label() + " " + verb.arguments());
    }

    void print(int fd, String text) {
        sys.writeAll(fd, RawText.bytes(text));
    }
}
