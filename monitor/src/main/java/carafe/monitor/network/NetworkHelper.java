package carafe.monitor.network;

import carafe.kernel.Errno;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.monitor.system.Children;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The program that gives a rootless container its network: slirp4netns, pasta, or any other with {@code {pid}} among
 * its words. It is started with the container, started again when it dies (later each time), and ended with the
 * container.
 */
public final class NetworkHelper {
    private static final long FIRST_DELAY = 100;
    private static final long LAST_DELAY = 10_000;
    /** A helper that has lived so long is started again without delay when it dies. */
    private static final long HEALTHY_NANOS = 10_000_000_000L;
    private static final int SIGTERM = 15;
    /** The helper's end of a pipe that closes when the monitor dies. */
    private static final int EXIT_FD = 3;
    private static final List<String> DIRECTORIES =
            List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/usr/libexec/podman");
    private static final String API_SOCKET = "slirp4netns.sock";

    private final Sys sys;
    private final OwnLog log;
    private final List<String> command;
    private final List<String> environment;
    private final List<PortForward> forwards;
    private final Children children;
    private final Consumer<String> onState;
    private final EventLoop.Timer restart;
    private final SlirpApi api;
    private final String apiPath;
    private final int nothing;
    private List<String> words = List.of();
    private int pid;
    private long startedAt;
    private long delay = FIRST_DELAY;
    private boolean ended;

    /**
     * @param directory for the helper's API socket
     * @param nothing a descriptor of /dev/null
     * @param onState told of every change, in words
     */
    public NetworkHelper(Sys sys, EventLoop loop, OwnLog log, NetworkPlan plan, String directory,
            List<String> environment, int nothing, Children children, Consumer<String> onState) {
        this.sys = sys;
        this.log = log;
        command = List.of(plan.command().strip().split(" +"));
        this.environment = environment;
        this.nothing = nothing;
        this.children = children;
        this.onState = onState;
        restart = loop.timer(this::launch);
        apiPath = directory + "/" + API_SOCKET;
        forwards = plan.forwards();
        api = forwards.isEmpty() || !isSlirp() ? null : new SlirpApi(sys, loop, log, apiPath, forwards);
        if (!forwards.isEmpty() && !isSlirp() && !isPasta()) {
            log.warn("--port-forward has no effect: it is not known how to tell " + command.getFirst());
        }
    }

    private boolean isSlirp() {
        return command.getFirst().endsWith("slirp4netns");
    }

    private boolean isPasta() {
        return command.getFirst().endsWith("pasta");
    }

    /** Starts the helper for a container's network namespace. */
    public void start(int containerPid) {
        words = words(Integer.toString(containerPid));
        launch();
    }

    private List<String> words(String containerPid) {
        List<String> all = new ArrayList<>();
        boolean placed = false;
        for (String word : command) {
            placed |= word.contains("{pid}");
            all.add(word.replace("{pid}", containerPid));
        }
        if (isPasta()) {
            for (PortForward forward : forwards) {
                all.addAll(1, forward.pastaWords());
            }
        }
        if (placed) {
            return all;
        }
        if (isSlirp()) {
            all.add(1, "--exit-fd=" + EXIT_FD);
            if (api != null) {
                all.add(1, "--api-socket=" + apiPath);
            }
            all.addAll(List.of(containerPid, "tap0"));
        } else {
            // pasta would detach itself
            all.add(1, "--foreground");
            all.add(containerPid);
        }
        return all;
    }

    private void launch() {
        int[] exit = new int[2];
        sys.pipe(exit);
        pid = new Spawn(sys.arena()).descriptor(nothing, 0).descriptor(nothing, 1).descriptor(nothing, 2)
                .descriptor(exit[0], EXIT_FD).start(program(), words, environment);
        sys.close(exit[0]);
        if (pid < 0) {
            sys.close(exit[1]);
            log.error("cannot run the network helper " + words.getFirst() + ": " + Errno.describe(-pid));
            again("not started: " + Errno.describe(-pid));
            return;
        }
        startedAt = System.nanoTime();
        onState.accept("running, pid " + pid);
        if (api != null) {
            api.start();
        }
        children.expect(pid, status -> {
            sys.close(exit[1]);
            died(status);
        });
    }

    /** posix_spawn does not search. */
    private String program() {
        String name = words.getFirst();
        if (name.contains("/")) {
            return name;
        }
        for (String directory : DIRECTORIES) {
            if (sys.access(directory + "/" + name, 1) >= 0) {
                return directory + "/" + name;
            }
        }
        return name;
    }

    private void died(int status) {
        pid = 0;
        if (api != null) {
            api.stop();
        }
        if (ended) {
            return;
        }
        if (System.nanoTime() - startedAt > HEALTHY_NANOS) {
            delay = FIRST_DELAY;
        }
        log.warn("the network helper " + words.getFirst() + " has died (wait status " + status
                + ") and is started again in " + delay + " ms");
        again("died, is started again");
    }

    private void again(String state) {
        onState.accept(state);
        restart.in(delay);
        delay = Math.min(2 * delay, LAST_DELAY);
    }

    /** The container is gone. */
    public void end() {
        ended = true;
        restart.cancel();
        if (pid > 0) {
            sys.kill(pid, SIGTERM);
        }
        if (api != null) {
            api.stop();
        }
    }
}
