package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Kernel;

/** Lets the processes of a paused container go on. */
public final class Resume {
    private final Kernel kernel;
    private final ContainerStore store;

    public Resume(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * @throws Refused if the container is not paused
     */
    public void resume(ContainerId id) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            container.life().requirePaused();
            container.cgroup().thaw();
        }
    }
}
