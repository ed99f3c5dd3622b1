package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Kernel;
import java.util.List;

/** Finds the processes of a container. */
public final class ListProcesses {
    private final Kernel kernel;
    private final ContainerStore store;

    public ListProcesses(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * The pids as the caller's pid namespace has them; empty for a container that has stopped.
     *
     * @throws Refused if there is no such container
     */
    public List<Integer> list(ContainerId id) {
        try (Container container = Container.open(kernel, store, id)) {
            return container.cgroup().processes();
        }
    }
}
