package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.spec.Rlimit;
import java.util.List;

/**
 * {@code process.rlimits}. Last of the preparations, because a low limit on open files or memory would hit the set-up
 * itself; but while the process still has the runtime's user and rights.
 */
final class Rlimits {
    private static final int SELF = 0;

    private final List<Rlimit> rlimits;

    Rlimits(List<Rlimit> rlimits) {
        this.rlimits = rlimits;
    }

    /** By the process itself; queued. */
    void setOwn(Kernel kernel) {
        set(kernel, SELF);
    }

    /**
     * From outside, for a process in a user namespace: to raise a hard limit takes CAP_SYS_RESOURCE in the initial user
     * namespace, which it has lost by then.
     *
     * @param kernel  as the process sees it; what is queued there happens before
     * @param runtime as the runtime's own process sees it
     * @param pid     as the runtime sees it
     */
    void setFromOutside(Kernel kernel, Kernel runtime, int pid) {
        if (!rlimits.isEmpty()) {
            kernel.flush();
            set(runtime, pid);
        }
    }

    private void set(Kernel kernel, int pid) {
        for (int i = 0; i < rlimits.size(); i++) {
            Rlimit limit = rlimits.get(i);
            kernel.enter(StepKind.RLIMIT, limit.type().word(), "/process/rlimits/" + i);
            kernel.setRlimit(pid, limit.type().number(), limit.soft(), limit.hard());
        }
    }
}
