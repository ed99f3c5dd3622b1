package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Killing a cgroup where the kernel has no {@code cgroup.kill} (version 1, and version 2 before Linux 5.14). */
final class CgroupKill {
    /** Processes that cannot be frozen may fork as fast as they are killed, and execs bring new ones. */
    private static final int ROUNDS = 100;

    private CgroupKill() {
    }

    /**
     * Kills until a look at the cgroup shows nobody who was not killed yet: killed processes do not fork any more.
     *
     * @param canFreeze whether the container has a freezer
     */
    static void freezeAndKill(Kernel kernel, CgroupManager manager, boolean canFreeze) {
        Set<Integer> killed = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            if (canFreeze) {
                killFrozen(kernel, manager, killed);
            } else {
                killAll(kernel, manager.processes(), killed);
            }
            if (killed.containsAll(manager.processes())) {
                return;
            }
            kernel.sleep(ProcessCalls.MILLISECOND);
        }
    }

    /** Frozen processes cannot fork between being listed and being killed, and die when they are thawed. */
    private static void killFrozen(Kernel kernel, CgroupManager manager, Set<Integer> killed) {
        try {
            manager.freeze();
        } catch (CgroupFailed e) {
            // one process that cannot be frozen must not save the others
            killAll(kernel, manager.processes(), killed);
            return;
        }
        try {
            killAll(kernel, manager.processes(), killed);
        } finally {
            manager.thaw();
        }
    }

    private static void killAll(Kernel kernel, List<Integer> pids, Set<Integer> killed) {
        for (int pid : pids) {
            kernel.allowing(Errno.ESRCH).kill(pid, ProcessCalls.SIGKILL);
            killed.add(pid);
        }
    }
}
