package carafe.monitor;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Syscall;
import carafe.monitor.control.ControlServer;
import carafe.monitor.io.ConsoleSocket;
import carafe.monitor.io.StdioPipes;
import carafe.monitor.network.NetworkHelper;
import carafe.monitor.option.Option;
import carafe.monitor.option.Options;
import carafe.monitor.option.Settings;
import carafe.monitor.option.UsageException;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.monitor.watch.NotifyRelay;
import carafe.monitor.watch.OomWatch;
import carafe.shim.ControlEvent;
import carafe.shim.ExitFiles;
import carafe.shim.SyncMessage;

/**
 * Stage 2: one container from the start of its runtime to the exit command.
 *
 * <pre>
 *   STARTING ── runtime done, pid read ──▶ RUNNING ── process gone ──▶ ENDING ── output drained ──▶ recorded
 *       └────── runtime failed ──▶ engine told, exit command, exit 1
 * </pre>
 */
final class Supervisor {
    private static final String NAME = "carafe-monitor";
    private static final int PR_SET_NAME = 15;
    /** The engine starts the container in the meantime; a short one ends without the work. */
    private static final long TRIM_MILLIS = 500;
    /** In the first a client that waits to be accepted is, in the second what it asks for is read. */
    private static final int ROUNDS_AFTER_EXIT = 2;

    private final Sys sys;
    private final Settings settings;
    private final Options options;
    private final Environment environment;
    private final Stage stage;
    private final Self self;
    private final OomScore oomScore;
    private final OwnLog log;
    private final EventLoop loop;
    private final ExitRecord record;
    private final Estate estate;
    private final StoredDescriptors stored;
    private InheritedDescriptors inherited;
    private EnginePipes pipes;
    private Children children;
    private Endpoints endpoints;
    private ContainerControl control;
    private ControlServer server;
    private NetworkHelper helper;
    private StdioPipes stdio;
    private ConsoleSocket console;
    private OomWatch oom;
    private ContainerProcess container;
    private EventLoop.Timer ending;
    private int roundsLeft;
    private int runtimePid;
    private int nothing;
    private boolean timedOut;
    private int exitCode = ExitFiles.UNKNOWN;
    private StartFailure failure;

    Supervisor(Sys sys, Settings settings, Environment environment, Stage stage, Self self) {
        this.sys = sys;
        this.settings = settings;
        this.options = settings.options();
        this.environment = StoredDescriptors.unmark(environment);
        this.stage = stage;
        this.self = self;
        oomScore = OomScore.of(sys, stage.oomScore());
        log = new OwnLog(sys, settings.logLevel(), settings.id(), options.has(Option.SYSLOG));
        loop = new EventLoop(sys);
        record = new ExitRecord(sys, log, settings);
        estate = new Estate(sys, this.environment, settings);
        stored = StoredDescriptors.ofStage(sys, environment);
    }

    /** The container's exit code, or 1 if it did not start. */
    int run() throws UsageException {
        inherited = InheritedDescriptors.find(sys);
        pipes = EnginePipes.find(sys, environment, settings);
        pipes.setCloexec();
        inherited.exclude(pipes.sync());
        int result;
        try {
            prepare();
            loop.run();
            result = failure == null ? conclude() : fail(failure);
        } catch (StartFailure e) {
            result = fail(e);
        } catch (UsageException | ErrnoException e) {
            result = fail(new StartFailure(e.getMessage()));
        } catch (RuntimeException e) {
            // a fault of this program: the engine is told rather than left with an empty pipe
            result = fail(new StartFailure("carafe-monitor has failed: " + e + " at " + e.getStackTrace()[0]));
        }
        int cleanup = ExitCommand.run(sys, log, options, environment, oomScore);
        return cleanup != 0 ? cleanup : result;
    }

    private void prepare() throws UsageException {
        Signals.block(sys, Signals.HANDLED);
        sys.prctl(PR_SET_NAME, sys.arena().string(NAME));
        nothing = sys.open("/dev/null", Open.O_RDWR, 0);
        if (!settings.isPassthrough()) {
            disconnectStdio();
        }
        Libc.call(Syscall.SETSID);
        sys.prctl(ProcessCalls.PR_SET_CHILD_SUBREAPER, 1);
        children = new Children(sys, loop, this::forward);
        ending = loop.timer(this::roundAfterExit);
        oom = new OomWatch(sys, loop, log, this::outOfMemory);
        String notifySocket = options.text(Option.SDNOTIFY_SOCKET);
        if (notifySocket != null) {
            new NotifyRelay(sys, loop, settings.bundle(), notifySocket);
        }
        endpoints = Endpoints.open(sys, loop, log, settings, environment);
        endpoints.onDrained(loop::stop);
        endpoints.stdin().onClose(estate::endStdin);
        control = new ContainerControl(sys, settings, endpoints);
        if (settings.bundle() != null) {
            server = new ControlServer(sys, loop, log, control, settings.bundle());
        }
        helper = makeHelper();
        if (stage.kind() == Stage.Kind.ADOPT) {
            adopt();
            return;
        }
        if (!settings.isPassthrough()) {
            makeStdio();
        }
        pipes.attachIsReady();
        awaitStartThenRun();
    }

    private NetworkHelper makeHelper() throws UsageException {
        String command = options.text(Option.NETWORK_HELPER);
        if (command == null || settings.bundle() == null) {
            return null;
        }
        return new NetworkHelper(sys, loop, log, command, settings.portForwards(), settings.bundle(),
                environment.entries(), nothing, children, this::helperChanged);
    }

    private void helperChanged(String state) {
        control.helper(state);
        tell(ControlEvent.helper(state));
    }

    private void adopt() throws UsageException {
        AdoptRecord left = AdoptRecord.read(sys, settings.bundle());
        Adoption adoption = new Adoption(sys, left, stored, settings.id());
        if (!adoption.isPossible()) {
            throw new StartFailure("the container's process " + left.pid() + " is gone");
        }
        int stdout = adoption.stdout();
        int stderr = adoption.stderr();
        int stdin = -1;
        if (settings.hasTerminal()) {
            endpoints.terminal(adoption.terminal());
        } else if (options.has(Option.STDIN)) {
            stdin = adoption.stdin();
            endpoints.stdin(stdin);
        }
        estate.leave(left.pid(), stdin, stdout, stderr, endpoints.terminal());
        PidFile.write(sys, settings, sys.pid());
        pipes.send(SyncMessage.of(left.pid(), adoption.report()));
        watch(left.pid(), stdout, stderr, adoption.process());
    }

    private void disconnectStdio() {
        for (int fd = 0; fd < 3; fd++) {
            sys.dup3(nothing, fd, 0);
        }
    }

    private void makeStdio() {
        boolean terminal = settings.hasTerminal();
        stdio = new StdioPipes(sys, options.has(Option.STDIN) && !terminal, !terminal);
        if (terminal) {
            String directory = environment.get("TMPDIR");
            console = new ConsoleSocket(sys, loop, log, directory == null ? "/tmp" : directory,
                    endpoints::terminal);
            endpoints.expectTerminal();
        }
        endpoints.stdin(stdio.monitorStdin());
    }

    /** With --exec-attach the engine writes a second time, when its client is attached: no output is missed then. */
    private void awaitStartThenRun() {
        if (!options.has(Option.EXEC_ATTACH) || pipes.start() < 0) {
            startRuntime();
            return;
        }
        loop.add(pipes.start(), Sys.EPOLLIN, events -> {
            pipes.awaitStart();
            loop.remove(pipes.start());
            startRuntime();
        });
    }

    private void startRuntime() {
        // An old file would make a runtime that fails look like one that succeeds.
        sys.unlink(settings.containerPidFile());
        RuntimeProcess runtime = new RuntimeProcess(sys, log, settings, environment, self, oomScore);
        runtimePid = runtime.start(stdio, nothing, console == null ? null : console.path());
        if (stdio != null) {
            stdio.closeContainerEnds();
        }
        if (settings.isPassthrough()) {
            disconnectStdio();
        }
        if (runtimePid < 0) {
            throw new StartFailure("cannot run " + options.text(Option.RUNTIME) + ": "
                    + Errno.describe(-runtimePid));
        }
        children.expect(runtimePid, this::runtimeExited);
    }

    private void runtimeExited(int status) {
        runtimePid = 0;
        boolean succeeded = status == 0;
        // The runtime's status in exec mode may be the command's, so there the pid file alone tells.
        if (!succeeded && !settings.isExec()) {
            stop(runtimeFailure("the runtime failed with status " + ExitFiles.exitCode(status)));
            return;
        }
        if (console != null) {
            console.ready(0);
            console.close();
            if (endpoints.terminal() < 0) {
                stop(runtimeFailure(SyncMessage.NO_TERMINAL));
                return;
            }
        }
        int pid = readPidFile();
        if (pid <= 0) {
            stop(runtimeFailure("the runtime wrote no pid to " + settings.containerPidFile()));
        } else {
            started(pid);
        }
    }

    private void stop(StartFailure with) {
        failure = with;
        loop.stop();
    }

    /** The runtime's own words if it has said something, else {@code otherwise}. */
    private StartFailure runtimeFailure(String otherwise) {
        if (stdio == null) {
            return new StartFailure(otherwise);
        }
        int mark = sys.arena().mark();
        long buffer = sys.arena().allocate(SyncMessage.MAX_MESSAGE, 8);
        sys.setNonblocking(stdio.monitorStderr());
        int length = sys.read(stdio.monitorStderr(), buffer, SyncMessage.MAX_MESSAGE);
        StartFailure told = length > 0 ? new StartFailure(sys.arena().getBytes(buffer, length))
                : new StartFailure(otherwise);
        sys.arena().reset(mark);
        return told;
    }

    private int readPidFile() {
        String text = sys.readText(settings.containerPidFile());
        try {
            return text == null ? 0 : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void started(int pid) {
        int stdout = stdio == null ? -1 : stdio.monitorStdout();
        int stderr = stdio == null ? -1 : stdio.monitorStderr();
        estate.leave(pid, stdio == null ? -1 : stdio.monitorStdin(), stdout, stderr, endpoints.terminal());
        // An engine of the old API expects one message of an exec session, its exit code.
        if (settings.isApiVersion1() || !settings.isExec()) {
            pipes.send(SyncMessage.of(pid));
        }
        watch(pid, stdout, stderr, -1);
    }

    /** The container runs: {@code stdout} and {@code stderr} are our ends of its pipes, or -1, as its pidfd may be. */
    private void watch(int pid, int stdout, int stderr, int pidfd) {
        oom.start(pid);
        endpoints.output(stdout, stderr);
        long timeout = options.number(Option.TIMEOUT, 0);
        if (timeout > 0) {
            loop.timer(this::timeOut).in(1000 * timeout);
        }
        container = ContainerProcess.watch(sys, loop, children, pid, pidfd, this::exited);
        control.started(container);
        tell(ControlEvent.started(pid));
        if (helper != null) {
            helper.start(pid);
        }
        endpoints.trimIn(TRIM_MILLIS);
    }

    private void tell(ControlEvent event) {
        if (server != null) {
            server.tell(event);
        }
    }

    private void exited(int code) {
        exitCode = code;
        if (helper != null) {
            helper.end();
        }
        // The cgroup is still there: the engine removes it after it has seen the exit file.
        oom.check();
        // The news of the exit may be read before that of a client that came earlier; the last output is for it too.
        roundsLeft = ROUNDS_AFTER_EXIT;
        ending.in(0);
    }

    private void roundAfterExit() {
        if (roundsLeft-- > 0) {
            ending.in(0);
        } else {
            endpoints.drain();
        }
    }

    private void outOfMemory() {
        log.info("a process of the container was killed for want of memory");
        record.oom();
        control.outOfMemory();
        tell(ControlEvent.oom());
    }

    private void timeOut() {
        if (!endpoints.isDraining()) {
            log.info("the container has reached its time limit and is killed");
            timedOut = true;
            container.killGroup();
            loop.stop();
        }
    }

    /** SIGTERM, SIGINT and SIGQUIT are meant for the container. */
    private void forward(int signal) {
        if (container != null) {
            container.signal(signal);
        } else if (runtimePid > 0) {
            sys.kill(runtimePid, signal);
        } else {
            stop(new StartFailure("the monitor was told to end before the container was started"));
        }
    }

    /** The order matters to engines: output is complete, ports are free, then the exit is told. */
    private int conclude() {
        endpoints.finishOutput(!options.has(Option.NO_SYNC_LOG));
        inherited.close();
        int code = timedOut ? ExitFiles.UNKNOWN : exitCode;
        record.exited(code);
        estate.settle();
        if (settings.isExec()) {
            pipes.send(timedOut ? SyncMessage.of(code, SyncMessage.TIMED_OUT) : SyncMessage.of(code));
        }
        control.exited(code);
        if (server != null) {
            server.exited(code);
        }
        return code;
    }

    private int fail(StartFailure reason) {
        log.error(reason.getMessage());
        if (runtimePid > 0) {
            sys.kill(runtimePid, Signals.SIGKILL);
        }
        pipes.fail(reason.text());
        if (console != null) {
            console.close();
        }
        if (endpoints != null) {
            endpoints.close();
        }
        if (server != null) {
            server.close();
        }
        return 1;
    }
}
