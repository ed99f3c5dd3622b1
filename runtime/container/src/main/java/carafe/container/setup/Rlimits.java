package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.spec.Rlimit;
import java.util.List;

/**
 * {@code process.rlimits}. Set by the runtime from outside with prlimit(2): to raise a hard limit takes
 * CAP_SYS_RESOURCE in the initial user namespace, which the container's process has lost by then. Last of the
 * preparations, because a low limit on open files or memory would hit the set-up itself; before the program starts.
 */
public final class Rlimits {
    private final Kernel runtime;

    /** @param runtime the kernel as the runtime's own process sees it */
    public Rlimits(Kernel runtime) {
        this.runtime = runtime;
    }

    /** @param pid as the runtime sees it */
    public void set(int pid, List<Rlimit> rlimits) {
        for (int i = 0; i < rlimits.size(); i++) {
            Rlimit limit = rlimits.get(i);
            runtime.enter("set " + limit.type().word(), "/process/rlimits/" + i);
            runtime.setRlimit(pid, limit.type().number(), limit.soft(), limit.hard());
        }
    }
}
