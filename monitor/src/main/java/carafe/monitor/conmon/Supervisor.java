package carafe.monitor.conmon;

import carafe.kernel.ErrnoException;
import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.adopt.AdoptRecord;
import carafe.monitor.adopt.Adoption;
import carafe.monitor.adopt.Estate;
import carafe.monitor.adopt.StoredDescriptors;
import carafe.monitor.control.ControlServer;
import carafe.monitor.network.NetworkHelper;
import carafe.monitor.option.Settings;
import carafe.monitor.process.Ground;
import carafe.monitor.process.ProcessTable;
import carafe.monitor.process.ProcessWatcher;
import carafe.monitor.process.StartFailure;
import carafe.monitor.process.SupervisedProcess;
import carafe.monitor.stage.Stage;
import carafe.monitor.system.Children;
import carafe.monitor.system.Clock;
import carafe.monitor.system.Environment;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.InheritedDescriptors;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Self;
import carafe.monitor.system.Signals;
import carafe.monitor.system.UsageException;
import carafe.monitor.system.ZoneFile;
import carafe.monitor.watch.NotifyRelay;
import carafe.monitor.watch.OomWatch;
import carafe.shim.ControlEvent;

/**
 * Stage 2 in conmon's place: a monitor that lives as long as the process its command line asks for, from the start of
 * the runtime to the exit command. {@link SupervisedProcess} draws the process's life.
 */
public final class Supervisor implements ProcessWatcher {
    private static final String NAME = "carafe-monitor";

    private final Sys sys;
    private final Settings settings;
    private final Environment environment;
    private final Stage stage;
    private final Self self;
    private final OomScore oomScore;
    private final OwnLog log;
    private final EventLoop loop;
    private final Estate estate;
    private final StoredDescriptors stored;
    private InheritedDescriptors inherited;
    private EnginePipes pipes;
    private Ground ground;
    private OomWatch oom;
    private Session session;
    private HostedSessions hosted;
    private ContainerControl control;
    private ControlServer server;
    private NetworkHelper helper;
    private boolean failed;

    public Supervisor(Sys sys, Settings settings, Environment environment, Stage stage, Self self) {
        this.sys = sys;
        this.settings = settings;
        this.environment = StoredDescriptors.unmark(environment);
        this.stage = stage;
        this.self = self;
        oomScore = OomScore.of(sys, stage.oomScore());
        log = new OwnLog(sys, settings.logLevel(), settings.id(), settings.logsToSyslog());
        loop = new EventLoop(sys);
        estate = new Estate(sys, this.environment, settings.id(), settings.bundle());
        stored = StoredDescriptors.ofStage(sys, environment);
    }

    /** The container's exit code, or 1 if it did not start. */
    public int run() throws UsageException {
        inherited = InheritedDescriptors.find(sys);
        pipes = EnginePipes.find(sys, environment, settings);
        pipes.setCloexec();
        inherited.exclude(pipes.sync());
        int result;
        try {
            prepare();
            loop.run();
            result = failed ? 1 : conclude();
        } catch (UsageException | ErrnoException e) {
            result = fail(e.getMessage());
        } catch (RuntimeException e) {
            // a fault of this program: the engine is told rather than left with an empty pipe
            result = fail("carafe-monitor has failed: " + e + " at " + e.getStackTrace()[0]);
        }
        if (hosted != null && !hosted.isEmpty()) {
            return outlive(result);
        }
        int cleanup = ExitCommand.run(sys, log, settings.exitPlan(), environment, oomScore);
        return cleanup != 0 ? cleanup : result;
    }

    /**
     * Exec sessions that are not done yet: their processes die with the container, or when the engine's clean-up ends
     * them, so that is not waited for.
     */
    private int outlive(int result) {
        ExitCommand.Background cleanup = new ExitCommand.Background(ground, settings.exitPlan(), environment,
                loop::stop);
        hosted.onEmpty(loop::stop);
        cleanup.start();
        while (!hosted.isEmpty() || !cleanup.isDone()) {
            loop.run();
        }
        return cleanup.status() != 0 ? cleanup.status() : result;
    }

    private void prepare() throws UsageException {
        Signals.block(sys, Signals.HANDLED);
        sys.prctl(ProcessCalls.PR_SET_NAME, sys.arena().string(NAME));
        int nothing = sys.open("/dev/null", Open.O_RDWR, 0);
        Libc.call(Syscall.SETSID);
        sys.prctl(ProcessCalls.PR_SET_CHILD_SUBREAPER, 1);
        Children children = new Children(sys, loop, this::forward);
        ground = new Ground(sys, loop, log, children, self, oomScore, nothing);
        if (!settings.isPassthrough()) {
            ground.disconnectStdio();
        }
        oom = new OomWatch(sys, loop, log, this::outOfMemory);
        if (settings.notifySocket() != null) {
            new NotifyRelay(sys, loop, settings.bundle(), settings.notifySocket());
        }
        Clock clock = new Clock(sys, ZoneFile.ofMachine(sys, environment.get("TZ")));
        ProcessTable table = new ProcessTable(ground);
        hosted = new HostedSessions(ground, table, clock);
        session = new Session(ground, table, settings, environment, pipes, clock);
        SupervisedProcess process = session.process();
        process.stdio().stdin().onClose(estate::endStdin);
        control = new ContainerControl(sys, session, hosted);
        if (settings.bundle() != null) {
            server = new ControlServer(sys, loop, log, control, settings.bundle());
        }
        if (settings.networkPlan() != null) {
            helper = new NetworkHelper(sys, loop, log, settings.networkPlan(), settings.bundle(),
                    environment.entries(), nothing, children, this::helperChanged);
        }
        if (stage.kind() == Stage.Kind.ADOPT) {
            adopt(process);
        } else {
            watch(process);
            session.begin();
        }
    }

    private void watch(SupervisedProcess process) {
        // Before the engine knows the pid the container may not outlive this monitor; from then on it may.
        process.tell(new ProcessWatcher() {
            @Override
            public void started(SupervisedProcess started) {
                SupervisedProcess.Descriptors ends = started.descriptors();
                estate.leave(started.pid(), ends.stdin(), ends.stdout(), ends.stderr(), ends.terminal());
            }
        });
        process.tell(session);
        process.tell(this);
    }

    private void helperChanged(String state) {
        control.helper(state);
        tell(ControlEvent.helper(state));
    }

    private void adopt(SupervisedProcess process) throws UsageException {
        AdoptRecord left = AdoptRecord.read(sys, settings.bundle());
        Adoption adoption = new Adoption(sys, left, stored, settings.id());
        if (!adoption.isPossible()) {
            throw new UsageException("the container's process " + left.pid() + " is gone");
        }
        int stdout = adoption.stdout();
        int stderr = adoption.stderr();
        int terminal = settings.hasTerminal() ? adoption.terminal() : -1;
        int stdin = settings.hasStdin() ? adoption.stdin() : -1;
        session.say(adoption.report());
        PidFile.write(sys, settings, sys.pid());
        watch(process);
        process.adopt(left.pid(), adoption.process(),
                new SupervisedProcess.Descriptors(stdin, stdout, stderr, terminal));
    }

    @Override
    public void started(SupervisedProcess process) {
        // the runtime has them, and nothing else that is started shall
        inherited.keepForSelf();
        oom.start(process.pid());
        tell(ControlEvent.started(process.pid()));
        if (helper != null) {
            helper.start(process.pid());
        }
    }

    @Override
    public void failed(SupervisedProcess process, StartFailure reason) {
        failed = true;
        closeSockets();
        loop.stop();
    }

    @Override
    public void exited(SupervisedProcess process) {
        if (helper != null) {
            helper.end();
        }
        // The cgroup is still there: the engine removes it after it has seen the exit file.
        oom.check();
    }

    @Override
    public void ended(SupervisedProcess process) {
        loop.stop();
    }

    private void tell(ControlEvent event) {
        if (server != null) {
            server.tell(event);
        }
    }

    private void outOfMemory() {
        log.info("a process of the container was killed for want of memory");
        session.recordOutOfMemory();
        control.outOfMemory();
        tell(ControlEvent.oom());
    }

    /** SIGTERM, SIGINT and SIGQUIT are meant for the container. */
    private void forward(int signal) {
        if (session.process().state() == SupervisedProcess.State.MADE) {
            session.process().fail(new StartFailure("the monitor was told to end before the container was started"));
        } else {
            session.process().signal(signal);
        }
    }

    /** The order matters to engines: output is complete, ports are free, then the exit is told. */
    private int conclude() {
        session.finishOutput();
        inherited.close();
        session.record();
        estate.settle();
        session.report();
        int code = session.code();
        control.exited(code);
        if (server != null) {
            server.exited(code);
        }
        return code;
    }

    /** A failure that is none of the runtime's. */
    private int fail(String reason) {
        StartFailure failure = new StartFailure(reason);
        if (session != null) {
            session.process().fail(failure);
        }
        if (!failed) {
            log.error(reason);
            pipes.fail(failure.text());
        }
        if (session != null) {
            closeSockets();
        }
        return 1;
    }

    private void closeSockets() {
        session.closeEndpoints();
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
