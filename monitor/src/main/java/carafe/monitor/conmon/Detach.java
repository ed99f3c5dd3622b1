package carafe.monitor.conmon;

import carafe.kernel.Errno;
import carafe.kernel.Open;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.monitor.log.LogTarget;
import carafe.monitor.option.Settings;
import carafe.monitor.stage.Stage;
import carafe.monitor.system.Environment;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Self;
import carafe.monitor.system.Signals;
import carafe.monitor.system.UsageException;
import java.util.List;

/** Stage 1: what the engine waits for. {@link Stage} shows how it hands over. */
public final class Detach {
    private static final int LOG_MODE = 0640;
    private static final int TOLD_TO_END = 1;

    private final Sys sys;
    private final Settings settings;
    private final Environment environment;
    private final List<String> arguments;

    /** @param arguments what {@code settings} was made of */
    public Detach(Sys sys, Settings settings, Environment environment, List<String> arguments) {
        this.arguments = arguments;
        this.sys = sys;
        this.settings = settings;
        this.environment = environment;
    }

    /** The exit code; with --sync it does not return unless it fails. */
    public int run() throws UsageException {
        openLogs();
        if (settings.forbidsMarksInVain()) {
            new OwnLog(sys, OwnLog.Level.WARN, settings.id(), false)
                    .warn("--no-container-partial-message has no effect without journald log driver");
        }
        EnginePipes pipes = EnginePipes.find(sys, environment, settings);
        OomScore oomScore = OomScore.read(sys);
        oomScore.protect();
        if (pipes.start() >= 0 && !Signals.awaitReadable(sys, pipes.start())) {
            return TOLD_TO_END;
        }
        pipes.awaitStart();
        ExecHandover.Taken taken = new ExecHandover(sys, settings, environment, oomScore).attempt(arguments);
        if (taken.monitor() > 0) {
            PidFile.write(sys, settings, taken.monitor());
            return taken.code();
        }
        List<String> words = Environment.nulSeparated(sys.readFile("/proc/self/cmdline"));
        Environment marked = Stage.from(sys, Stage.Kind.SUPERVISE, oomScore.original()).mark(environment);
        if (settings.staysAttached()) {
            return becomeStage2(words, marked);
        }
        // Signals stay blocked until stage 2 reads them: a JVM's other threads would take them otherwise.
        int pid = new Spawn(sys.arena()).blocked(Signals.HANDLED).start(Self.PATH, words, marked.entries());
        if (pid < 0) {
            throw new UsageException("cannot start " + Self.PATH + ": " + Errno.describe(-pid));
        }
        PidFile.write(sys, settings, pid);
        return 0;
    }

    /** A log file that cannot be opened is the caller's mistake, so it is told before the caller stops listening. */
    private void openLogs() throws UsageException {
        for (LogTarget log : settings.logPlan().targets()) {
            if (log instanceof LogTarget.K8sFile file) {
                int fd = sys.open(file.path(), Open.O_WRONLY | Open.O_APPEND | Open.O_CREAT, LOG_MODE);
                if (fd < 0) {
                    throw new UsageException("Failed to open log file " + file.path() + ": "
                            + Errno.describe(-fd));
                }
                sys.close(fd);
            }
        }
    }

    private int becomeStage2(List<String> words, Environment marked) throws UsageException {
        Signals.block(sys, Signals.HANDLED);
        int result = sys.execve(Self.PATH, words, marked.entries());
        throw new UsageException("cannot start " + Self.PATH + ": " + Errno.describe(-result));
    }
}
