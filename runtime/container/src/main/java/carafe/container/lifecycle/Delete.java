package carafe.container.lifecycle;

import carafe.container.CgroupFailed;
import carafe.container.EngineWords;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.cgroup.CgroupManager;
import carafe.container.process.HookRunner;
import carafe.container.rdt.RdtGroup;
import carafe.container.setup.mount.RootFilesystem;
import carafe.kernel.Errno;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.spec.Config;
import carafe.spec.HookKind;
import carafe.spec.Status;

/** Removes what is left of a container: its cgroup, its state; then runs the poststop hooks. */
public final class Delete {
    private static final int ATTEMPTS = 100;
    private static final long ATTEMPT_NANOSECONDS = 100_000_000;
    /** The end of a process is mostly a matter of microseconds; only then look less often. */
    private static final long FIRST_ATTEMPT_NANOSECONDS = 200_000;
    /** For a create to notice that its container was killed, and to take everything back. */
    private static final long PATIENCE_NANOSECONDS = 1_000_000_000;

    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Delete(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * @param force kill the container first, whatever its state; an unknown id is no error then
     * @throws Refused if the container is in use, somebody else goes on changing it, or its first process cannot be
     *                 killed
     */
    public void delete(ContainerId id, boolean force) {
        ContainerDirectory directory;
        try {
            directory = store.open(id);
        } catch (Refused e) {
            if (force) {
                return;
            }
            throw e;
        }
        try (directory) {
            if (!directory.lock().tryTake()) {
                if (force) {
                    takeFromOthers(directory);
                } else {
                    // before the wait, because a create may take long, and until its end there is no container
                    requireCreated(directory);
                    directory.lock().take();
                }
            }
            deleteLocked(directory, force);
        }
    }

    /** @param directory locked; its container may have been deleted before */
    void deleteLocked(ContainerDirectory directory, boolean force) {
        // what has the name now may be another container's
        boolean there = directory.isThere();
        SavedState saved = there ? directory.readState() : null;
        if (saved == null) {
            if (there) {
                // a create that was killed before it had anything to lose
                directory.remove();
            }
            if (!force) {
                throw ContainerStore.noSuchContainer();
            }
            return;
        }
        Container container = new Container(kernel, directory, saved);
        if (saved.ready()) {
            delete(container, force);
            return;
        }
        // a create that was killed later; of one that was in a hook, there may be a process, too
        kill(container);
        remove(kernel, container, force, notices);
        if (!force) {
            throw ContainerStore.noSuchContainer();
        }
    }

    private static void requireCreated(ContainerDirectory directory) {
        SavedState saved = directory.readState();
        if (saved == null || !saved.ready()) {
            throw ContainerStore.noSuchContainer();
        }
    }

    /**
     * Somebody holds the lock, maybe for long: a create or start whose hook hangs. The end of the container ends that,
     * too. A create that is stuck in anything else is ended itself, which leaves what one leaves that was killed.
     */
    private void takeFromOthers(ContainerDirectory directory) {
        SavedState saved = directory.readState();
        if (saved != null && InitProcess.isAlive(kernel, saved)) {
            end(new Container(kernel, directory, saved));
        }
        if (directory.lock().takeWithin(PATIENCE_NANOSECONDS)) {
            return;
        }
        saved = directory.readState();
        if (saved == null || !saved.ready()) {
            directory.lock().killHolder();
        }
        directory.lock().take();
    }

    private void delete(Container container, boolean force) {
        Life life = container.life();
        boolean inUse = life instanceof Life.Running || life instanceof Life.Paused;
        if (inUse && !force) {
            throw new Refused(EngineWords.cannotDelete(container.saved().id(), life.status().word()));
        }
        if (!(life instanceof Life.Stopped)) {
            kill(container);
        }
        remove(kernel, container, force, notices);
    }

    private void kill(Container container) {
        SavedState saved = container.saved();
        if (!InitProcess.isAlive(kernel, saved)) {
            return;
        }
        end(container);
        long pause = FIRST_ATTEMPT_NANOSECONDS;
        for (long waited = 0; waited < ATTEMPTS * ATTEMPT_NANOSECONDS; waited += pause) {
            if (!InitProcess.isAlive(kernel, saved)) {
                return;
            }
            kernel.sleep(pause);
            pause = Math.min(2 * pause, ATTEMPT_NANOSECONDS);
        }
        throw new Refused(EngineWords.INIT_STILL_RUNNING);
    }

    /** Kills the first process, whatever has frozen it; it may take its time to end. */
    private void end(Container container) {
        kernel.allowing(Errno.ESRCH).kill(container.saved().initPid(), ProcessCalls.SIGKILL);
        container.cgroup().letDie(container.saved().initPid());
    }

    /**
     * For a container without a living first process.
     *
     * @param force also kill those in its cgroup that others have put there
     */
    static void remove(LocalKernel kernel, Container container, boolean force, Notices notices) {
        removeCgroup(container, force);
        if (container.saved().intelRdt() != null) {
            RdtGroup.of(kernel, container.saved().intelRdt()).remove();
        }
        Config config = configOf(container, notices);
        if (config != null && container.saved().ready() && RootFilesystem.mountsOnHost(config)) {
            RootFilesystem.removeShared(kernel, container.saved().rootfs());
        }
        container.directory().remove();
        if (config != null && !config.hooks().poststop().isEmpty()) {
            new HookRunner(kernel, config, container.saved().bundle())
                    .runAll(HookKind.POSTSTOP, container.stateAs(Status.STOPPED), notices);
        }
    }

    private static void removeCgroup(Container container, boolean force) {
        CgroupManager cgroup = container.cgroup();
        if (!container.saved().ownPidNamespace()) {
            cgroup.killAll();
        }
        try {
            cgroup.delete();
        } catch (CgroupFailed e) {
            // those of the container's pid namespace have ended with its first process, so these are from elsewhere
            if (!force || cgroup.processes().isEmpty()) {
                throw e;
            }
            cgroup.killAll();
            cgroup.delete();
        }
    }

    /** Null if it cannot be read: what else there is must go in any case. */
    private static Config configOf(Container container, Notices notices) {
        try {
            return container.config();
        } catch (RuntimeException e) {
            notices.debug("no poststop hooks: " + e.getMessage());
            return null;
        }
    }
}
