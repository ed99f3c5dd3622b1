package carafe.container.cgroup;

import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import java.util.List;

/** Killing a cgroup where the kernel has no {@code cgroup.kill} (version 1, and version 2 before Linux 5.14). */
final class CgroupKill {
    /** Without a freezer processes may fork as fast as they are killed. */
    private static final int ROUNDS = 100;

    private CgroupKill() {
    }

    /**
     * Frozen processes cannot fork between being listed and being killed, and die when they are thawed.
     *
     * @param canFreeze whether the container has a freezer
     */
    static void freezeAndKill(Kernel kernel, CgroupManager manager, boolean canFreeze) {
        if (!canFreeze) {
            for (int i = 0; i < ROUNDS && killOnce(kernel, manager.processes()); i++) {
                Pause.milliseconds(kernel, 1);
            }
            return;
        }
        try {
            manager.freeze();
        } finally {
            killOnce(kernel, manager.processes());
            manager.thaw();
        }
    }

    /** False if there was nobody left. */
    private static boolean killOnce(Kernel kernel, List<Integer> pids) {
        for (int pid : pids) {
            kernel.allowing(Errno.ESRCH).kill(pid, ProcessCalls.SIGKILL);
        }
        return !pids.isEmpty();
    }
}
