package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;

/** Sends a signal to a container's first process, or kills all of them if its end would not end the others. */
public final class Kill {
    private final Kernel kernel;
    private final ContainerStore store;

    public Kill(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * @param all a container without a running process is no error then
     * @throws Refused if no process is left
     */
    public void kill(ContainerId id, int signal, boolean all) {
        try (Container container = Container.open(kernel, store, id)) {
            SavedState saved = container.saved();
            boolean reached = signal == ProcessCalls.SIGKILL && !saved.ownPidNamespace()
                    // the end of the first process ends the others only if it is their namespace's init
                    ? killEveryProcess(container)
                    : signalFirstProcess(container, signal);
            if (!reached && !all) {
                throw new Refused(EngineWords.CONTAINER_NOT_RUNNING);
            }
        }
    }

    /** False if there was none; the first one may have ended before the others. */
    private boolean killEveryProcess(Container container) {
        SavedState saved = container.saved();
        boolean any = InitProcess.isAlive(kernel, saved) || !container.cgroup().processes().isEmpty();
        container.cgroup().killAll();
        if (InitProcess.isAlive(kernel, saved)) {
            // a container without a cgroup; where it has one, its parent may have collected it already
            kernel.allowing(Errno.ESRCH).kill(saved.initPid(), ProcessCalls.SIGKILL);
        }
        return any;
    }

    private boolean signalFirstProcess(Container container, int signal) {
        SavedState saved = container.saved();
        if (!InitProcess.isAlive(kernel, saved)
                || kernel.allowing(Errno.ESRCH).kill(saved.initPid(), signal).failed()) {
            return false;
        }
        if (signal == ProcessCalls.SIGKILL) {
            container.cgroup().letDie(saved.initPid());
        }
        return true;
    }
}
