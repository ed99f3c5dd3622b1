package carafe.monitor.conmon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;
import carafe.monitor.option.Settings;
import carafe.monitor.system.Environment;
import carafe.monitor.system.InheritedDescriptors;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.UnixServer;
import carafe.monitor.system.UsageException;
import carafe.shim.ControlCodec;
import carafe.shim.ControlRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves an exec session to the container's own monitor. Where that cannot be (there is none, it is another's, it
 * would start the process otherwise), this process does it itself, as conmon would.
 */
final class ExecHandover {
    private static final int ANSWER = 4096;
    private static final long PATIENCE_MILLIS = 5000;

    private final Sys sys;
    private final Settings settings;
    private final Environment environment;
    private final OomScore oomScore;

    ExecHandover(Sys sys, Settings settings, Environment environment, OomScore oomScore) {
        this.sys = sys;
        this.settings = settings;
        this.environment = environment;
        this.oomScore = oomScore;
    }

    /** Whether the container's monitor may do it: nothing of this process itself goes to the command. */
    private boolean isPossible(InheritedDescriptors inherited) {
        return settings.isExec() && settings.bundle() != null && settings.bundle().startsWith("/")
                && !settings.isPassthrough() && settings.networkPlan() == null && settings.notifySocket() == null
                && environment.get("LISTEN_FDS") == null && inherited.isEmpty();
    }

    /** The pid of the monitor that has taken the session over, or 0; with {@code --sync} it has ended by then. */
    Taken attempt(List<String> words) throws UsageException {
        InheritedDescriptors inherited = InheritedDescriptors.find(sys);
        List<Integer> pipes = new ArrayList<>();
        for (String variable : Handover.pipes(environment)) {
            pipes.add(Integer.parseInt(environment.get(variable)));
            inherited.exclude(pipes.getLast());
        }
        String container = settings.bundle() == null ? "" : parent(settings.bundle());
        if (!isPossible(inherited) || container.isEmpty()) {
            return Taken.NO;
        }
        int socket = UnixServer.connect(sys, container + "/" + ControlRequest.SOCKET_NAME, SocketCalls.SOCK_STREAM);
        if (socket < 0) {
            return Taken.NO;
        }
        int monitor = sys.peerPid(socket);
        boolean kin = monitor > 0 && Kinship.isWith(sys, monitor) && isOf(socket);
        Taken taken = kin ? send(socket, monitor, words, pipes) : Taken.NO;
        sys.close(socket);
        return taken;
    }

    /** Podman keeps a session in a directory of the container's bundle. */
    private static String parent(String bundle) {
        int slash = bundle.lastIndexOf('/');
        return slash <= 0 ? "" : bundle.substring(0, slash);
    }

    private boolean isOf(int socket) {
        sys.setSendTimeout(socket, PATIENCE_MILLIS);
        sys.setReceiveTimeout(socket, PATIENCE_MILLIS);
        if (sys.writeAll(socket, ControlCodec.encodeRequest(1, new ControlRequest.State())) < 0) {
            return false;
        }
        String state = line(socket);
        return state.contains("\"container\":\"" + settings.id() + "\"") && state.contains("\"exec\":false");
    }

    private Taken send(int socket, int monitor, List<String> words, List<Integer> pipes) throws UsageException {
        Handover handover = new Handover(sys.readlink("/proc/self/cwd"), oomScore.original(), words,
                environment.entries());
        int[] done = new int[2];
        int file = sys.memoryFile("carafe-exec");
        if (file < 0 || sys.pipe(done) < 0) {
            return Taken.NO;
        }
        int[] descriptors = new int[Handover.FIRST_PIPE + pipes.size()];
        descriptors[0] = file;
        descriptors[1] = done[1];
        for (int i = 0; i < pipes.size(); i++) {
            descriptors[Handover.FIRST_PIPE + i] = pipes.get(i);
        }
        byte[] request = ControlCodec.encodeRequest(2, new ControlRequest.Exec());
        boolean sent = sys.writeAll(file, handover.encode()) == 0
                && sys.sendDescriptors(socket, request, descriptors) == request.length;
        sys.close(done[1]);
        if (!sent) {
            return Taken.NO;
        }
        // However long it takes: once asked, the monitor may start the command at any time, and it must not run twice.
        sys.setReceiveTimeout(socket, 0);
        String answer = line(socket);
        if (answer.isEmpty()) {
            throw new UsageException("the container's monitor ended before it took the session over");
        }
        if (!answer.contains("\"ok\":true")) {
            return Taken.NO;
        }
        return new Taken(monitor, settings.staysAttached() ? code(done[0]) : 0);
    }

    /** The monitor writes it last; if it dies instead, the session is lost as with a monitor of its own. */
    private int code(int done) {
        String text = new String(sys.readToEndOfLine(done), US_ASCII);
        return text.isEmpty() ? 1 : Integer.parseInt(text);
    }

    private String line(int socket) {
        int mark = sys.arena().mark();
        long buffer = sys.arena().allocate(ANSWER, 8);
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\n") < 0) {
            int n = sys.read(socket, buffer, ANSWER);
            if (n <= 0) {
                break;
            }
            text.append(new String(sys.arena().getBytes(buffer, n), UTF_8));
        }
        sys.arena().reset(mark);
        return text.toString();
    }

    /**
     * What became of the attempt.
     *
     * @param monitor the pid of the monitor that has the session; 0 if nobody has taken it
     * @param code what this process exits with
     */
    record Taken(int monitor, int code) {
        static final Taken NO = new Taken(0, 0);
    }
}
