package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Notices;
import carafe.container.cgroup.CgroupManager;
import carafe.container.process.Caller;
import carafe.container.process.ContainerNamespaces;
import carafe.container.process.ExecFifo;
import carafe.container.process.HookRunner;
import carafe.container.process.IdMaps;
import carafe.container.process.Namespaces;
import carafe.container.process.SeccompLoading;
import carafe.container.setup.Labels;
import carafe.container.setup.Scheduling;
import carafe.container.setup.SetupPlan;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Step;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.CrunAnnotation;
import carafe.spec.Hook;
import carafe.spec.HookKind;
import carafe.spec.NamespaceType;
import carafe.spec.State;
import carafe.spec.Status;
import carafe.spec.json.Finding;
import carafe.spec.json.SpecException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sets a container up to the point where its program would start.
 *
 * <pre>
 *   read and validate config.json, compile the filter      nothing made yet
 *   state directory, state.json "creating"                 from here a forced delete finds what there is to remove
 *   servant, cgroup, namespaces, id maps                   the servant is the container's first process now
 *   mounts and devices
 *   prestart, createRuntime, createContainer hooks         the host's tree can still be seen
 *   pivot_root, masked paths, console ...
 *   cgroup limits
 *   identity, capabilities
 *   state.json with the pid, pid file, sockets
 *   the servant waits in exec.fifo                         and outlives us
 * </pre>
 */
public final class Create {
    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Create(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * @return the pid of the container's first process, a child of this one
     * @throws RuntimeException if anything failed; nothing is left behind then
     */
    public int create(ContainerId id, CreateOptions options) {
        CreatedContainer created = createLocked(id, options);
        created.container().close();
        return created.pid();
    }

    /** The same, for who goes on with the container. */
    CreatedContainer createLocked(ContainerId id, CreateOptions options) {
        InitProcess.requireProc(kernel);
        Bundle bundle = Bundle.load(kernel, options.bundle(), options.config(), notices);
        if (bundle.config().process() != null) {
            ConsoleRule.check(bundle.config().process(), options.detached(), options.consoleSocket());
            Labels.requireSupported(kernel, bundle.config().process());
        }
        Labels.requireSupported(kernel, bundle.config().linux().mountLabel());
        Caller caller = Caller.of(kernel);
        requireUserNamespace(bundle, caller);
        SeccompLoading seccomp = SeccompLoading.of(bundle.config(), notices);
        Attempt attempt = new Attempt(bundle, options, caller, seccomp);
        try {
            attempt.reserve(id);
            return attempt.make();
        } catch (RuntimeException | Error e) {
            attempt.container.undo().run();
            throw e;
        } finally {
            attempt.close();
        }
    }

    /** Without privileges every other namespace can only be made inside a user namespace. */
    private static void requireUserNamespace(Bundle bundle, Caller caller) {
        if (caller.uid() != 0 && bundle.config().linux().namespace(NamespaceType.USER) == null) {
            throw new SpecException(bundle.configPath(), Finding.error("/linux/namespaces", "no namespace of type user",
                    "one, because rootless container requires user namespaces (\"carafe spec --rootless\" writes such a "
                            + "config)"));
        }
    }

    /** One create, with what only it makes. */
    private final class Attempt {
        private final Bundle bundle;
        private final CreateOptions options;
        private final Caller caller;
        private final SeccompLoading seccomp;
        private final NewContainer container;
        private final PreservedFds preserved;
        private Config config;
        private Servant servant;
        private SetupPlan plan;
        private Handover handover;

        Attempt(Bundle bundle, CreateOptions options, Caller caller, SeccompLoading seccomp) {
            this.config = bundle.config();
            this.bundle = bundle;
            this.options = options;
            this.caller = caller;
            this.seccomp = seccomp;
            this.preserved = PreservedFds.among(kernel, options.preserveFds());
            this.container = new NewContainer(kernel, bundle, notices);
        }

        void reserve(ContainerId id) {
            handover = new Handover(kernel, options.consoleSocket(), options.pidfdSocket() != null
                    ? options.pidfdSocket() : CrunAnnotation.PIDFD_RECEIVER.of(config));
            container.reserve(store, id);
            if (options.notifySocket() != null) {
                config = NotifyRelay.provide(config, container.directory());
            }
        }

        CreatedContainer make() {
            ContainerDirectory directory = container.directory();
            notices.debug("creating container " + directory.id() + " from bundle " + bundle.path());
            container.plan(options, options.rootless() || !caller.isPrivileged());
            CgroupManager cgroup = container.cgroup();
            Fd fifo = directory.makeFifo(Namespaces.hostRoot(config.linux().uidMappings()),
                    Namespaces.hostRoot(config.linux().gidMappings()));
            servant = Servant.spawn(kernel, preserved.numbers());
            container.undo().with(servant::kill);
            ExecFifo wait = new ExecFifo(servant, servant.openat(Fd.CWD, directory.path() + "/"
                    + ContainerDirectory.FIFO, Open.O_PATH | Open.O_NOFOLLOW));
            kernel.close(fifo);
            cgroup.create(servant.pid());
            if (cgroup.state().isMissing() && !config.linux().createsNamespace(NamespaceType.PID)) {
                notices.warning(EngineWords.NOTHING_HOLDS_PROCESSES);
            }
            plan = new SetupPlan(kernel, servant, servant::give, config, new SetupPlan.Place(directory.id().value(),
                    bundle.path(), bundle.rootfs(), options.noPivot(), options.noNewKeyring(), options.listenFds(),
                    CgroupMounting.view(kernel, cgroup, config, config.mounts()), caller.isPrivileged(),
                    caller.isRoot()), seccomp, notices);
            container.undo().with(plan::undoSharedMounts);
            notices.debug(EngineWords.DEBUG_NAMESPACES);
            plan.beforeNamespaces();
            // before the namespaces, because a process alone is moved without waiting for the others of the host
            Fd birthplace = cgroup.placement().enter(servant);
            servant.meanwhile(() -> directory.writeConfig(bundle.json()));
            new Namespaces(servant, config.linux(),
                    new IdMaps(kernel, config.linux().uidMappings(), config.linux().gidMappings()),
                    CrunAnnotation.KEEP_ORIGINAL_GROUPS.isOn(config)).enter(birthplace);
            container.joinRdt(servant.pid());
            new Scheduling(servant).useEveryCpu();
            notices.debug(EngineWords.DEBUG_INIT + ": process " + servant.pid() + " makes the mounts");
            servant.meanwhile(() -> container.prepareReady(servant.pid()));
            plan.makeMounts(servant.pid());
            runHooks();
            plan.enterRoot();
            // as late as possible, because device rules and limits would bind the set-up, too; and not meanwhile, because
            // version 1 denies all devices before it allows some
            cgroup.apply(config.linux().resources());
            return finish(wait);
        }

        private void runHooks() {
            if (config.hooks().prestart().isEmpty() && config.hooks().createRuntime().isEmpty()
                    && config.hooks().createContainer().isEmpty()) {
                return;
            }
            servant.flush();
            container.initIs(servant.pid(), false);
            State state = container.state(Status.CREATING);
            HookRunner hooks = container.beginHooks();
            hooks.prepare(HookKind.PRESTART, state, servant.pidfd());
            hooks.prepare(HookKind.CREATE_RUNTIME, state, servant.pidfd());
            hooks.runInside(HookKind.CREATE_CONTAINER, state, servant.pidfd(), this::executeInside);
        }

        /** In the container's namespaces, but the root directory is still the host's. */
        private void executeInside(Servant hookServant, Step step, Hook hook, List<String> environment) {
            setDumpable(true);
            ContainerNamespaces.join(hookServant, ContainerNamespaces.openPidfd(hookServant, servant.pid()),
                    config.linux(), 0, Fd.NONE);
            hookServant.flush();
            // before the hook, which might be hostile, can look at a process that has descriptors of the host
            setDumpable(false);
            hookServant.enter(step);
            // the specification leaves it open, but hooks rely on what runc does
            hookServant.chdir(bundle.rootfs());
            hookServant.unblockSignals();
            hookServant.execve(hook.path(), hook.argv(), environment);
            hookServant.execute();
        }

        /**
         * Lets processes of a caller without privileges follow the servant into its namespaces, or keeps them off
         * again; a privileged one needs no leave.
         */
        private void setDumpable(boolean dumpable) {
            if (!caller.seesUndumpable()) {
                servant.prctl(ProcessCalls.PR_SET_DUMPABLE, dumpable ? 1 : 0);
                // others must not come before it, or look after it
                servant.flush();
            }
        }

        private CreatedContainer finish(ExecFifo wait) {
            preserved.passOn(servant);
            Consumer<Fd> agent = listener ->
                    handover.giveListener(servant, listener, config, container.state(Status.CREATING));
            plan.becomeUser(servant.pid());
            // answered before we may end, because the servant must not be killed by our end then; should we end before
            // it has its last batch, it finds its socket closed and ends, too
            servant.outliveParent();
            servant.flush();
            plan.confirm();
            Fd console = handover.giveConsole(servant, plan.console());
            handover.givePidfd(servant, "standard");
            if (options.pidFile() != null) {
                container.undo().with(() -> PidFile.remove(kernel, options.pidFile()));
                PidFile.write(kernel, options.pidFile(), servant.pid());
            }
            container.becomeReady();
            // for exec and hooks while it waits, and for the listener, which the filter may keep it from sending.
            // Whoever may trace it now has all of its rights already, and it closes the host's descriptors as it waits
            setDumpable(true);
            plan.loadListener(agent);
            Fd fifo = wait.await(plan.proc(), preserved.numbers());
            plan.execute();
            servant.detach(() -> wait.reportFailure(fifo));
            notices.debug(EngineWords.DEBUG_READY + ": container " + container.directory().id() + " waits as process "
                    + servant.pid());
            return new CreatedContainer(container.release(), console);
        }

        void close() {
            if (handover != null) {
                handover.close();
            }
            container.close();
            if (servant != null) {
                servant.close();
            }
        }
    }
}
