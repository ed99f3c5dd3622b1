package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.cgroup.CgroupManager;
import carafe.container.criu.CgroupRoots;
import carafe.container.criu.CriuEvents;
import carafe.container.criu.ExternalMounts;
import carafe.container.criu.RestoreImages;
import carafe.container.criu.RestoreOptions;
import carafe.container.process.Caller;
import carafe.container.process.HookRunner;
import carafe.container.setup.mount.CgroupView;
import carafe.container.terminal.Foreground;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.MountCalls;
import carafe.kernel.ProcessCalls;
import carafe.kernel.SignalInbox;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.HookKind;
import carafe.spec.NamespaceType;
import carafe.spec.State;
import carafe.spec.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Continues a container from what {@link Checkpoint} saved.
 *
 * <pre>
 *   carafe                                   servant                      CRIU
 *     state directory, cgroup                  joins the cgroup
 *     mount points, in a rehearsal             makes a mount namespace,
 *                                              the root file system in it
 *                                              executes CRIU ───────────▶
 *     prestart, createRuntime hooks ◀──────────────────────────────────── namespaces made
 *     sends the terminal on         ◀──────────────────────────────────── the terminal's master
 *     state.json with the pid       ◀──────────────────────────────────── processes restored
 *     pid file                                                            ends
 * </pre>
 *
 * <p>The restored first process is a child of this one, as after {@link Create}: whoever started us collects it.
 */
public final class Restore {
    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Restore(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * @param create    what the new container is; those of its options that set processes up have no effect
     * @param subreaper orphans of the container become children of this process rather than of the host's init
     * @return 0 if detached, else the exit status of the container's first process (128 plus the signal that ended it)
     * @throws Refused     if there are no images, or no CRIU, or the id is in use
     * @throws SetupFailed if a hook fails, or CRIU cannot restore them; nothing is left behind
     */
    public int restore(ContainerId id, CreateOptions create, RestoreOptions options, boolean subreaper) {
        if (create.detached()) {
            restore(id, create, options);
            return 0;
        }
        if (subreaper) {
            kernel.prctl(ProcessCalls.PR_SET_CHILD_SUBREAPER, 1);
        }
        // before the process runs, so that no signal is missed
        try (SignalInbox signals = SignalInbox.open(kernel)) {
            CreatedProcess process = restore(id, create, options);
            int status;
            try (Foreground foreground = new Foreground(kernel, signals, process.pid(), process.console())) {
                status = foreground.waitForEnd();
            }
            new Delete(kernel, store, notices).delete(id, true);
            return status;
        }
    }

    private CreatedProcess restore(ContainerId id, CreateOptions create, RestoreOptions options) {
        InitProcess.requireProc(kernel);
        Bundle bundle = Bundle.load(kernel, create.bundle(), create.config(), notices);
        if (bundle.config().process() != null) {
            ConsoleRule.check(bundle.config().process(), create.detached(), create.consoleSocket());
        }
        try (RestoreImages images = new RestoreImages(kernel, options, bundle.config());
                Attempt attempt = new Attempt(bundle, create, images)) {
            attempt.reserve(id);
            try {
                return attempt.make();
            } catch (RuntimeException | Error e) {
                attempt.container.undo().run();
                throw e;
            }
        }
    }

    /** One restore, with what only it makes. */
    private final class Attempt implements CriuEvents, AutoCloseable {
        private final Config config;
        private final Bundle bundle;
        private final CreateOptions create;
        private final RestoreImages images;
        private final NewContainer container;
        private Handover handover;
        private Servant servant;
        private Fd console = Fd.NONE;

        Attempt(Bundle bundle, CreateOptions create, RestoreImages images) {
            this.config = bundle.config();
            this.bundle = bundle;
            this.create = create;
            this.images = images;
            this.container = new NewContainer(kernel, bundle, notices);
        }

        void reserve(ContainerId id) {
            handover = new Handover(kernel, create.consoleSocket(), null);
            container.reserve(store, id);
        }

        CreatedProcess make() {
            container.plan(create, create.rootless() || !Caller.of(kernel).isPrivileged());
            container.directory().writeConfig(bundle.json());
            CgroupManager cgroup = container.cgroup();
            servant = Servant.spawn(kernel, images.descriptorsToKeep());
            container.undo().with(servant::kill);
            cgroup.create(servant.pid());
            CgroupView view = CgroupMounting.view(kernel, cgroup, config, config.mounts());
            List<String> mountPoints = MountRehearsal.run(kernel, config, bundle, view);
            String root = prepareServant();
            container.joinRdt(servant.pid());
            cgroup.apply(config.linux().resources());
            int pid = images.run(servant, root,
                    ExternalMounts.toRestore(config, bundle.path(), mountPoints, boundCgroups(view)),
                    CgroupRoots.of(kernel, servant.pid()), this);
            container.directory().removeRestoreRoot();
            if (create.pidFile() != null) {
                container.undo().with(() -> PidFile.remove(kernel, create.pidFile()));
                PidFile.write(kernel, create.pidFile(), pid);
            }
            return new CreatedProcess(pid, console);
        }

        /** Puts the servant where CRIU is to be; gives the path of the root file system there. */
        private String prepareServant() {
            String root = container.directory().makeRestoreRoot();
            Fd birthplace = container.cgroup().placement().enter(servant);
            if (birthplace != Fd.NONE) {
                servant.become(0, birthplace);
            }
            servant.enter(StepKind.ROOT_FOR_CRIU);
            servant.unshare(ProcessCalls.CLONE_NEWNS);
            // not private, so that an unmount on the host meanwhile does not fail as busy
            servant.mount(null, "/", null, MountCalls.MS_SLAVE | MountCalls.MS_REC, null);
            servant.mount(bundle.rootfs(), root, null, MountCalls.MS_BIND | MountCalls.MS_REC, null);
            // CRIU ends what it began when our end of its socket is closed; killed, it would leave it half done
            servant.outliveParent();
            servant.flush();
            return root;
        }

        private Map<String, String> boundCgroups(CgroupView view) {
            Map<String, String> bound = new LinkedHashMap<>();
            for (CgroupView.Hierarchy hierarchy : view.hierarchies()) {
                bound.put(hierarchy.name(), hierarchy.directory());
            }
            return bound;
        }

        @Override
        public void namespacesReady(int pid) {
            container.initIs(pid, false);
            State state = container.state(Status.CREATING);
            HookRunner hooks = container.beginHooks();
            Fd init = kernel.pidfdOpen(pid);
            hooks.prepare(HookKind.PRESTART, state, init);
            hooks.prepare(HookKind.CREATE_RUNTIME, state, init);
            kernel.close(init);
        }

        @Override
        public void terminal(Fd master) {
            console = handover.giveConsole(master, "orphan-pts-master");
        }

        @Override
        public void restored(int pid) {
            container.initIs(pid, true,
                    config.linux().namespace(NamespaceType.TIME) == null && isInOtherTimeNamespace(pid));
        }

        private boolean isInOtherTimeNamespace(int pid) {
            if (kernel.allowingAll().faccessat(Fd.CWD, "/proc/self/ns/time", 0, 0).failed()) {
                return false;
            }
            return !kernel.readlinkat(Fd.CWD, "/proc/self/ns/time")
                    .equals(kernel.readlinkat(Fd.CWD, "/proc/" + pid + "/ns/time"));
        }

        @Override
        public void close() {
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
