package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;

/** Sends a signal to a container's first process. */
public final class Kill {
    private final Kernel kernel;
    private final ContainerStore store;

    public Kill(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * @param all a container without a running process is no error then
     * @throws Refused if the container is stopped
     */
    public void kill(ContainerId id, int signal, boolean all) {
        try (Container container = Container.open(kernel, store, id)) {
            SavedState saved = container.saved();
            boolean alive = InitProcess.isAlive(kernel, saved);
            if (signal == ProcessCalls.SIGKILL && !saved.ownPidNamespace()) {
                // the end of the first process ends the others only if it is their namespace's init
                container.cgroup().killAll();
            }
            if (!alive) {
                if (all) {
                    return;
                }
                throw new Refused(EngineWords.CONTAINER_NOT_RUNNING);
            }
            if (kernel.allowing(Errno.ESRCH).kill(saved.initPid(), signal).failed() && !all) {
                throw new Refused(EngineWords.CONTAINER_NOT_RUNNING);
            }
            if (signal == ProcessCalls.SIGKILL && saved.ownPidNamespace() && container.cgroup().isFrozen()) {
                // version 1 delivers not even SIGKILL to a frozen process
                container.cgroup().thaw();
            }
        }
    }
}
