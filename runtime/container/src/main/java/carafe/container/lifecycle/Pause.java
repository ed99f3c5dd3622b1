package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Kernel;

/** Freezes all processes of a container where they are. */
public final class Pause {
    private final Kernel kernel;
    private final ContainerStore store;

    public Pause(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * Returns when all are frozen.
     *
     * @throws Refused if the container is not running, or paused already
     */
    public void pause(ContainerId id) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            container.life().requirePausable();
            container.cgroup().freeze();
        }
    }
}
