package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.criu.CheckpointOptions;
import carafe.container.criu.Dump;
import carafe.kernel.LocalKernel;
import java.util.Map;

/** Saves a running container, so that {@link Restore} can continue it. */
public final class Checkpoint {
    private static final String FREEZER = "freezer";
    private static final String VERSION_2 = "";

    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Checkpoint(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * Deletes the container afterwards, unless the options leave it running.
     *
     * @throws Refused     if there is nothing to save, or no CRIU
     * @throws SetupFailed if CRIU cannot save the container, which then goes on
     */
    public void checkpoint(ContainerId id, CheckpointOptions options) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            container.life().requireCheckpointable();
            SavedState saved = container.saved();
            notices.debug("saving container " + id + " to " + options.common().imagePath());
            new Dump(kernel, options).run(new Dump.Subject(container.config(), saved.rootfs(), saved.initPid(),
                    freezer(saved)));
            if (!options.leaveRunning() && !options.preDump()) {
                Delete.remove(kernel, container, false, notices);
            }
        }
    }

    /** On a hybrid host the version 2 directory holds the processes, too, but has no freezer in it. */
    private static String freezer(SavedState saved) {
        Map<String, String> paths = saved.cgroup().paths();
        return paths.size() == 1 ? paths.get(VERSION_2) : paths.get(FREEZER);
    }
}
