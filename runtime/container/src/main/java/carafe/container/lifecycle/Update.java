package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.container.rdt.RdtGroup;
import carafe.container.rdt.RdtState;
import carafe.container.rdt.RdtUpdate;
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
     * What {@code resources} and {@code rdt} do not mention stays as it is; device rules are not touched.
     *
     * @throws Refused if the container has stopped, or has no class of service to change
     */
    public void update(ContainerId id, Resources resources, RdtUpdate rdt) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            container.life().requireProcess();
            RdtState state = container.saved().intelRdt();
            if (!rdt.isEmpty()) {
                rdt.requirePossible(kernel, state);
            }
            container.cgroup().update(resources.asOf(container.saved().ociVersion()));
            if (!rdt.isEmpty()) {
                RdtGroup.of(kernel, state).update(rdt);
            }
        }
    }
}
