package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.container.process.SeccompLoading;
import carafe.container.setup.Console;
import carafe.container.setup.Labels;
import carafe.container.setup.ProcessPlan;
import carafe.container.terminal.Foreground;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Readiness;
import carafe.kernel.SignalInbox;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.kernel.servant.ServantException;
import carafe.spec.Config;
import java.util.function.Consumer;

/** Runs another process in a container. */
public final class Exec {
    /** On a busy machine the end of many processes takes its time. */
    private static final int LONGEST_END_MS = 2000;

    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Exec(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * A container that another process can be run in. Asked for first, so that a container that cannot be
     * used is reported, whatever else is wrong with the process.
     *
     * @param ignorePaused a paused container will do; the process then starts when it is resumed
     * @return to be closed by the caller
     * @throws Refused if there is no such container, or it is in no state to run another process
     */
    public Container open(ContainerId id, boolean ignorePaused) {
        Container container = Container.open(kernel, store, id);
        try {
            container.life().requireExecutable(ignorePaused);
            return container;
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    /**
     * @param container from {@link #open}; stays the caller's
     * @return 0 if detached, else the exit status of the process (128 plus the signal that ended it)
     * @throws Refused if the container ends meanwhile, whatever it was that could not be done any more
     */
    public int exec(Container container, ExecOptions options) {
        try {
            return attempt(container, options);
        } catch (ErrnoException | ServantException | SetupFailed e) {
            throw meaning(container, e);
        }
    }

    /**
     * Begins a process that nobody attends to.
     *
     * @param container from {@link #open}; stays the caller's
     * @return the pid of the process, a child of this one; its program runs
     * @throws Refused if the container ends meanwhile
     */
    public int begin(Container container, ExecOptions options) {
        try {
            return beginDetached(container, options);
        } catch (ErrnoException | ServantException | SetupFailed e) {
            throw meaning(container, e);
        }
    }

    /** What a failure means: perhaps that there is no container any more. */
    private RuntimeException meaning(Container container, RuntimeException failure) {
        boolean ended = switch (failure) {
            case ErrnoException e when e.step().kind() == StepKind.EXECUTE -> false;
            // the second is what a clone into a pid namespace fails with that has lost its first process
            case ErrnoException e when e.errno() == Errno.ESRCH || e.errno() == Errno.ENOMEM -> isEnding(container);
            case ErrnoException e -> hasEnded(container);
            case ServantException e -> isEnding(container);
            case SetupFailed e -> !e.isRefusedProgram() && hasEnded(container);
            default -> false;
        };
        return ended ? new Refused(EngineWords.CANNOT_EXEC_STOPPED + ", it has ended meanwhile") : failure;
    }

    private boolean hasEnded(Container container) {
        return !InitProcess.isAlive(kernel, container.saved());
    }

    /** The end of a pid namespace's first process is not complete before that of all others, which it kills. */
    private boolean isEnding(Container container) {
        Fd pidfd = kernel.allowing(Errno.ESRCH).pidfdOpen(container.saved().initPid());
        if (pidfd.failed()) {
            return true;
        }
        boolean ended = Readiness.await(kernel, pidfd, LONGEST_END_MS);
        kernel.close(pidfd);
        return ended;
    }

    private int attempt(Container container, ExecOptions options) {
        if (options.detached()) {
            beginDetached(container, options);
            return 0;
        }
        // before the process starts, so that no signal is missed
        try (SignalInbox signals = SignalInbox.open(kernel); Attempt attempt = new Attempt(container, options)) {
            CreatedProcess process = attempt.prepare();
            try (Foreground foreground = new Foreground(kernel, signals, process.pid(), process.console())) {
                attempt.execute();
                return foreground.waitForEnd();
            }
        }
    }

    private int beginDetached(Container container, ExecOptions options) {
        try (Attempt attempt = new Attempt(container, options)) {
            CreatedProcess process = attempt.prepare();
            attempt.execute();
            return process.pid();
        }
    }

    /** One exec: a process that is prepared in the container, then becomes the program. */
    private final class Attempt implements AutoCloseable {
        private final ExecOptions options;
        private final Container container;
        private final PreservedFds preserved;
        private Handover handover;
        private Servant servant;
        private ProcessPlan plan;

        Attempt(Container container, ExecOptions options) {
            this.options = options;
            this.container = container;
            this.preserved = PreservedFds.among(kernel, options.preserveFds());
        }

        CreatedProcess prepare() {
            ConsoleRule.check(options.process(), options.detached(), options.consoleSocket());
            Labels.requireSupported(kernel, options.process());
            Config config = container.config();
            SeccompLoading seccomp = SeccompLoading.of(config, notices);
            handover = new Handover(kernel, options.consoleSocket(), options.pidfdSocket());
            servant = Servant.spawn(kernel, preserved.numbers());
            try {
                return prepare(config, seccomp);
            } catch (RuntimeException e) {
                servant.kill();
                throw e;
            }
        }

        private CreatedProcess prepare(Config config, SeccompLoading seccomp) {
            notices.debug(EngineWords.DEBUG_NAMESPACES);
            ContainerEntry entry = new ContainerEntry(kernel, container, config, servant);
            RootedPath root = entry.enter(options.process(), options.subCgroups(), notices);
            notices.debug(EngineWords.DEBUG_INIT + ": process " + servant.pid() + " is in the container");
            plan = entry.plan(options.process(), root, seccomp, notices);
            Console console = null;
            if (options.process().terminal()) {
                console = new Console(servant, root);
                console.open(options.process().consoleSize());
            }
            preserved.passOn(servant);
            Consumer<Fd> agent = listener -> handover.giveListener(servant, listener, config, container.state());
            plan.becomeUser(servant.pid(), options.listenFds(), false, console);
            // in the foreground, too: the process is the container's and not ours
            servant.outliveParent();
            servant.flush();
            plan.confirm();
            Fd master = handover.giveConsole(servant, console);
            handover.givePidfd(servant, "setns");
            if (options.pidFile() != null) {
                PidFile.write(kernel, options.pidFile(), servant.pid());
            }
            plan.loadListener(agent);
            notices.debug(EngineWords.DEBUG_EXEC);
            return new CreatedProcess(servant.pid(), master);
        }

        /** Returns when the program runs. */
        void execute() {
            try {
                plan.execute();
                servant.execute();
            } catch (RuntimeException e) {
                servant.kill();
                throw e;
            }
        }

        @Override
        public void close() {
            if (servant != null) {
                servant.close();
            }
            if (handover != null) {
                handover.close();
            }
        }
    }
}
