package carafe.monitor;

import carafe.kernel.Errno;
import carafe.kernel.Spawn;
import carafe.monitor.io.StdioPipes;
import carafe.monitor.option.Option;
import carafe.monitor.option.Settings;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import java.util.List;

/** Starts the OCI runtime with the container's stdio; {@link RuntimeStage} is what becomes the runtime. */
final class RuntimeProcess {
    /** Tells the runtime's stage that LISTEN_PID is to name the runtime. */
    static final String REPLACE_LISTEN_PID = "CARAFE_MONITOR_LISTEN_PID";

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final Sys sys;
    private final OwnLog log;
    private final Settings settings;
    private final Environment environment;
    private final Self self;
    private final OomScore oomScore;

    RuntimeProcess(Sys sys, OwnLog log, Settings settings, Environment environment, Self self, OomScore oomScore) {
        this.sys = sys;
        this.log = log;
        this.settings = settings;
        this.environment = environment;
        this.self = self;
        this.oomScore = oomScore;
    }

    /**
     * The runtime's pid, or a negated error number.
     *
     * @param pipes null for passthrough: the runtime gets our own stdio
     * @param nothing a descriptor of /dev/null, for streams that are not piped
     */
    int start(StdioPipes pipes, int nothing, String consoleSocket) {
        List<String> words = RuntimeCommand.words(settings, consoleSocket);
        log.trace("runtime: " + String.join(" ", words));
        Spawn spawn = new Spawn(sys.arena());
        if (pipes != null) {
            spawn.descriptor(pipes.containerStdin() >= 0 ? pipes.containerStdin() : nothing, STDIN);
            spawn.descriptor(pipes.containerStdout() >= 0 ? pipes.containerStdout() : nothing, STDOUT);
            spawn.descriptor(pipes.containerStderr(), STDERR);
        }
        Environment staged = Stage.from(sys, Stage.Kind.RUNTIME, oomScore.original()).mark(environment);
        if (replacesListenPid()) {
            staged = staged.with(REPLACE_LISTEN_PID, "1");
        }
        int pid = spawn.start(Self.PATH, self.with(words), staged.entries());
        if (pid < 0) {
            log.error("cannot start " + words.getFirst() + ": " + Errno.describe(-pid));
        }
        return pid;
    }

    private boolean replacesListenPid() {
        String pid = environment.get("LISTEN_PID");
        return pid != null && (settings.options().has(Option.REPLACE_LISTEN_PID)
                || pid.equals(Integer.toString(sys.pid())));
    }
}
