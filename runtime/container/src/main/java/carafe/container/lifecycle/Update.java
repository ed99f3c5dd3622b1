package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Kernel;
import carafe.spec.resources.Resources;

/** Changes the resource limits of a container that exists. */
public final class Update {
    private final Kernel kernel;
    private final ContainerStore store;

    public Update(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * What {@code resources} does not mention stays as it is; device rules are not touched.
     *
     * @throws Refused if the container has stopped
     */
    public void update(ContainerId id, Resources resources) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            container.life().requireProcess();
            container.cgroup().update(resources);
        }
    }
}
