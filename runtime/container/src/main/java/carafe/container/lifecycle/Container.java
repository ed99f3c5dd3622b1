package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.container.cgroup.CgroupManager;
import carafe.kernel.Kernel;
import carafe.spec.Config;
import carafe.spec.ConfigReader;
import carafe.spec.State;
import carafe.spec.Status;

/** A container that exists: its directory and what is saved there. */
public final class Container implements AutoCloseable {
    private final Kernel kernel;
    private final ContainerDirectory directory;
    private final SavedState saved;
    /** Null until it is asked for. */
    private Config config;
    private CgroupManager cgroup;

    Container(Kernel kernel, ContainerDirectory directory, SavedState saved) {
        this(kernel, directory, saved, null);
    }

    /** @param config what was written to the directory */
    Container(Kernel kernel, ContainerDirectory directory, SavedState saved, Config config) {
        this.kernel = kernel;
        this.directory = directory;
        this.saved = saved;
        this.config = config;
    }

    /**
     * @throws Refused if there is no container with this id, only the remains of one, or one that is only being created
     */
    public static Container open(Kernel kernel, ContainerStore store, ContainerId id) {
        return read(kernel, store.open(id));
    }

    /** The same, and nobody else changes the container until it is closed. */
    static Container openLocked(Kernel kernel, ContainerStore store, ContainerId id) {
        ContainerDirectory directory = store.open(id);
        if (!directory.lock().tryTake()) {
            // before the wait, because a create may take long, and until its end there is no container
            read(kernel, directory);
            takeLock(directory);
        }
        return read(kernel, directory);
    }

    private static void takeLock(ContainerDirectory directory) {
        try {
            directory.lock().take();
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Closes the directory if it throws. */
    private static Container read(Kernel kernel, ContainerDirectory directory) {
        SavedState saved;
        try {
            saved = directory.readState();
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        if (saved == null || !saved.ready()) {
            directory.close();
            throw ContainerStore.noSuchContainer();
        }
        return new Container(kernel, directory, saved);
    }

    ContainerDirectory directory() {
        return directory;
    }

    public SavedState saved() {
        return saved;
    }

    public CgroupManager cgroup() {
        if (cgroup == null) {
            cgroup = CgroupManager.reopen(kernel, saved.cgroup());
        }
        return cgroup;
    }

    /** config.json as it was when the container was created. */
    public Config config() {
        if (config == null) {
            config = ConfigReader.readConfig(directory.configPath(), directory.readConfig())
                    .withListener(SeccompReceiver.ofEnvironment());
        }
        return config;
    }

    /** Of one that {@link #open} has found: what is only being created has none yet. */
    Life life() {
        if (!InitProcess.isAlive(kernel, saved)) {
            return new Life.Stopped();
        }
        if (cgroup().isFrozen()) {
            return new Life.Paused();
        }
        return directory.hasFifo() ? new Life.Created() : new Life.Running();
    }

    /** As {@code state} prints it. */
    public State state() {
        return stateAs(life().status());
    }

    /** As {@code list} prints it. */
    State stateOwnedBy(String owner) {
        return state(life().status(), owner);
    }

    State stateAs(Status status) {
        return state(status, "");
    }

    private State state(Status status, String owner) {
        return new State(saved.ociVersion(), saved.id(), status == Status.STOPPED ? 0 : saved.initPid(), status,
                saved.bundle(), saved.rootfs(), saved.created(), saved.annotations(), owner);
    }

    @Override
    public void close() {
        directory.close();
    }
}
