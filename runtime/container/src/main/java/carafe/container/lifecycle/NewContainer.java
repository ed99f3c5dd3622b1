package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.container.cgroup.CgroupManager;
import carafe.container.cgroup.CgroupOwner;
import carafe.container.cgroup.CgroupRequest;
import carafe.container.process.HookRunner;
import carafe.container.rdt.RdtGroup;
import carafe.kernel.LocalKernel;
import carafe.spec.Config;
import carafe.spec.HookKind;
import carafe.spec.NamespaceType;
import carafe.spec.State;
import carafe.spec.Status;
import java.time.Instant;

/**
 * A container that {@link Create} or {@link Restore} is making: what it has on the host, wherever its processes come
 * from, and how to take that back should the whole fail.
 *
 * <pre>
 *   reserve    the state directory, which makes the id ours
 *   plan       where the cgroup and the class of service will be; state.json "creating"
 *   initIs     state.json with the first process; or, in two parts, prepareReady and becomeReady
 * </pre>
 */
final class NewContainer implements AutoCloseable {
    private final LocalKernel kernel;
    private final Bundle bundle;
    private final Config config;
    private final Notices notices;
    private final Undo undo;
    private final HookRunner hooks;
    private ContainerDirectory directory;
    private CgroupManager cgroup;
    private RdtGroup rdt;
    private SavedState saved;
    private SavedState ready;
    private boolean hooksRan;

    NewContainer(LocalKernel kernel, Bundle bundle, Notices notices) {
        this.kernel = kernel;
        this.bundle = bundle;
        this.config = bundle.config();
        this.notices = notices;
        this.undo = new Undo(notices);
        this.hooks = new HookRunner(kernel, config, bundle.path());
    }

    void reserve(ContainerStore store, ContainerId id) {
        directory = store.reserve(id);
        undo.with(this::runPoststop);
        undo.with(directory::remove);
    }

    private void runPoststop() {
        if (hooksRan) {
            hooks.runAll(HookKind.POSTSTOP, state(Status.STOPPED), notices);
        }
    }

    /**
     * Nothing but the state directory is made yet, and that says what a delete would have to look for from now on.
     *
     * @param forgiving missing rights over cgroups are forgiven
     */
    void plan(CreateOptions options, boolean forgiving) {
        String id = directory.id().value();
        // after the id is ours, because who already has it has a cgroup, too
        cgroup = CgroupManager.choose(kernel, new CgroupRequest(id, config.linux().cgroupsPath(),
                options.cgroupDriver(), forgiving, config.linux().resources(), config.annotations(),
                CgroupOwner.of(config)));
        undo.with(this::removeCgroup);
        if (config.linux().intelRdt() != null) {
            rdt = RdtGroup.plan(kernel, config.linux().intelRdt(), id);
            undo.with(rdt::remove);
        }
        saved = new SavedState(config.ociVersion(), id, bundle.path(), bundle.rootfs(), Instant.now().toString(),
                config.annotations(), 0, 0, false, cgroup.state(),
                config.linux().createsNamespace(NamespaceType.PID), false, rdt == null ? null : rdt.state());
        // before the first thing that a delete would have to look for
        directory.writeState(saved);
    }

    private void removeCgroup() {
        cgroup.killAll();
        cgroup.delete();
    }

    void joinRdt(int pid) {
        if (rdt != null) {
            rdt.create(config.linux().intelRdt());
            rdt.join(pid);
        }
    }

    /**
     * Lets a forced delete find the process, too, if we are killed from here on.
     *
     * @param ready whether nothing remains to be set up
     */
    void initIs(int pid, boolean ready) {
        initIs(pid, ready, saved.ownTimeNamespace());
    }

    /** Writes what {@link #becomeReady} will publish. */
    void prepareReady(int pid) {
        ready = saved.withInit(pid, InitProcess.startTime(kernel, pid), cgroup.state(), true);
        directory.prepareState(ready);
    }

    /** Nothing remains to be set up. */
    void becomeReady() {
        saved = ready;
        directory.publishState();
    }

    void initIs(int pid, boolean ready, boolean ownTimeNamespace) {
        saved = saved.withInit(pid, InitProcess.startTime(kernel, pid), cgroup.state(), ready);
        if (ownTimeNamespace) {
            saved = saved.inOwnTimeNamespace();
        }
        directory.replaceState(saved);
    }

    /** The hooks to run while the container is "creating"; after the first one a failure runs the poststop hooks. */
    HookRunner beginHooks() {
        hooksRan = true;
        return hooks;
    }

    State state(Status status) {
        return new Container(kernel, directory, saved).stateAs(status);
    }

    /** What has to be taken back should the whole fail; the last part first. */
    Undo undo() {
        return undo;
    }

    ContainerDirectory directory() {
        return directory;
    }

    CgroupManager cgroup() {
        return cgroup;
    }

    /** It is made: the caller closes what it gets, and {@link #close} does nothing any more. */
    Container release() {
        Container made = new Container(kernel, directory, saved, config);
        directory = null;
        return made;
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
