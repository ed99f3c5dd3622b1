package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.Caller;
import carafe.container.process.ContainerNamespaces;
import carafe.container.process.SeccompLoading;
import carafe.container.setup.Console;
import carafe.container.setup.Keyring;
import carafe.container.setup.Labels;
import carafe.container.setup.OomScore;
import carafe.container.setup.ProcessPlan;
import carafe.container.setup.Scheduling;
import carafe.container.terminal.Foreground;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.SignalInbox;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.ExecCpuAffinity;
import carafe.spec.NamespaceType;
import carafe.spec.Process;
import java.util.function.Consumer;

/**
 * Runs another process in a container.
 *
 * <p>The container may be hostile, so the order matters: the servant is not dumpable from its first instruction;
 * everything of the host is opened, and everything inherited is marked close-on-exec, before any namespace is joined;
 * all namespaces are joined with one call; and no program is executed in between.
 */
public final class Exec {
    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Exec(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * @return 0 if detached, else the exit status of the process (128 plus the signal that ended it)
     * @throws Refused if the container is in no state to run another process
     */
    public int exec(ContainerId id, ExecOptions options) {
        if (options.detached()) {
            try (Attempt attempt = new Attempt(id, options)) {
                attempt.prepare();
                attempt.execute();
                return 0;
            }
        }
        if (options.subreaper()) {
            kernel.prctl(ProcessCalls.PR_SET_CHILD_SUBREAPER, 1);
        }
        // before the process starts, so that no signal is missed
        try (SignalInbox signals = SignalInbox.open(kernel); Attempt attempt = new Attempt(id, options)) {
            CreatedProcess process = attempt.prepare();
            try (Foreground foreground = new Foreground(kernel, signals, process.pid(), process.console())) {
                attempt.execute();
                return foreground.waitForEnd();
            }
        }
    }

    /** One exec: a process that is prepared in the container, then becomes the program. */
    private final class Attempt implements AutoCloseable {
        private final ExecOptions options;
        private final Container container;
        private Handover handover;
        private Servant servant;
        private ProcessPlan plan;

        Attempt(ContainerId id, ExecOptions options) {
            this.options = options;
            this.container = Container.open(kernel, store, id);
        }

        CreatedProcess prepare() {
            container.life().requireExecutable(options.ignorePaused());
            PreservedFds.requireOpen(kernel, options.preserveFds());
            ConsoleRule.check(options.process(), options.detached(), options.consoleSocket());
            Labels.requireSupported(kernel, options.process());
            Config config = container.config();
            SeccompLoading seccomp = SeccompLoading.of(config.linux().seccomp(), notices);
            handover = new Handover(kernel, options.consoleSocket(), options.pidfdSocket());
            servant = Servant.spawn(kernel);
            try {
                return prepare(config, seccomp);
            } catch (RuntimeException e) {
                servant.kill();
                throw e;
            }
        }

        private CreatedProcess prepare(Config config, SeccompLoading seccomp) {
            notices.debug(EngineWords.DEBUG_NAMESPACES);
            enter(container, config, servant, options);
            notices.debug(EngineWords.DEBUG_INIT + ": process " + servant.pid() + " is in the container");
            servant.dieWithParent();
            servant.setsid();
            Fd rootDirectory = servant.openat(Fd.CWD, "/", Open.O_PATH | Open.O_DIRECTORY);
            RootedPath root = new RootedPath(servant, rootDirectory);
            boolean userNamespace = config.linux().namespace(NamespaceType.USER) != null;
            plan = new ProcessPlan(kernel, servant, options.process(), config.linux(), root, ProcHandle.open(servant),
                    seccomp, userNamespace, notices);
            new Keyring(servant, notices).join(container.saved().id(), userNamespace);
            Console console = null;
            if (options.process().terminal()) {
                console = new Console(servant, root);
                console.open(options.process().consoleSize());
            }
            PreservedFds.passOn(servant, options.preserveFds());
            Consumer<Fd> agent = listener -> handover.giveListener(servant, listener, config, container.state());
            plan.becomeUser(servant.pid(), options.listenFds(), false, console, agent);
            // in the foreground, too: the process is the container's and not ours
            servant.outliveParent();
            servant.flush();
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
            container.close();
        }
    }

    /** From the runtime's cgroup and namespaces into the container's. */
    private void enter(Container container, Config config, Servant servant, ExecOptions options) {
        Process process = options.process();
        int init = container.saved().initPid();
        Fd pidfd = ContainerNamespaces.openPidfd(servant, init);
        // a container in the runtime's mount namespace has a root directory by chroot only
        boolean sharesMounts = config.linux().namespace(NamespaceType.MOUNT) == null;
        Fd rootDirectory = sharesMounts ? ContainerNamespaces.openRoot(servant, init) : Fd.NONE;
        if (process.oomScoreAdj() != null) {
            // through the host's /proc and with the host's rights
            new OomScore(servant).adjust(process.oomScoreAdj(), !Caller.of(kernel).isPrivileged());
        }
        ExecCpuAffinity affinity = process.execCPUAffinity();
        if (affinity != null && affinity.initialCpus() != null) {
            new Scheduling(servant).setAffinity(affinity.initialCpus(), "/process/execCPUAffinity/initial");
            notices.debug(EngineWords.DEBUG_AFFINITY + Scheduling.maskOf(affinity.initialCpus()));
        }
        Fd cgroup = container.cgroup().execPlacement(options.subCgroups(), init).enter(servant);
        ContainerNamespaces.join(servant, pidfd, config.linux(), cgroup);
        if (affinity != null && affinity.finalCpus() != null) {
            // after the cgroup, whose cpuset says what is possible
            new Scheduling(servant).setAffinity(affinity.finalCpus(), "/process/execCPUAffinity/final");
        } else {
            new Scheduling(servant).useEveryCpu();
        }
        if (sharesMounts) {
            servant.enter("enter the container's root directory", "/root/path");
            servant.fchdir(rootDirectory);
            servant.chroot(".");
        }
    }
}
