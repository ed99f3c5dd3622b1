package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import java.util.Collection;

/**
 * The freezer controller of version 1 (Documentation/admin-guide/cgroup-v1/freezer-subsystem.rst).
 *
 * <p>A cgroup in which processes keep appearing, by forks or by an exec, can stay FREEZING for ever unless it is told
 * again, and sometimes only after it was thawed in between. The numbers are runc's.
 */
final class V1Freezer {
    private static final String FILE = "freezer.state";
    private static final String FROZEN = "FROZEN";
    private static final String FREEZING = "FREEZING";
    private static final String THAWED = "THAWED";
    private static final int ATTEMPTS = 1000;
    private static final int ATTEMPTS_PER_THAW = 50;
    private static final int ATTEMPTS_AT_ONCE = 25;
    private static final int PAUSE_MS = 10;

    private V1Freezer() {
    }

    static void freeze(Kernel kernel, CgroupDirectory directory) {
        boolean frozen = false;
        try {
            for (int i = 1; i <= ATTEMPTS && !frozen; i++) {
                if (i % ATTEMPTS_PER_THAW == 0) {
                    directory.write(FILE, THAWED, "");
                    kernel.sleep(PAUSE_MS * ProcessCalls.MILLISECOND);
                }
                directory.write(FILE, FROZEN, "");
                frozen = directory.read(FILE).equals(FROZEN);
                if (!frozen && i > ATTEMPTS_AT_ONCE) {
                    // a process freezes when it is run again, which takes its time on a busy machine
                    kernel.sleep(ProcessCalls.MILLISECOND);
                }
            }
        } finally {
            if (!frozen) {
                // half frozen is worse than not
                directory.tryWrite(FILE, THAWED, "");
            }
        }
        if (!frozen) {
            throw CgroupFailed.failed("unable to freeze " + directory);
        }
    }

    static void thaw(CgroupDirectory directory) {
        directory.write(FILE, THAWED, "");
    }

    /** With those below, which keep a state of their own; what cannot be thawed is left to the next one. */
    static void thawTree(CgroupDirectory directory) {
        thawTree(directory, 0);
    }

    private static void thawTree(CgroupDirectory directory, int depth) {
        directory.tryWrite(FILE, THAWED, "");
        if (depth < CgroupTree.MAX_DEPTH) {
            for (CgroupDirectory child : directory.children()) {
                thawTree(child, depth + 1);
            }
        }
    }

    /** Whether a cgroup above it is frozen, so that thawing it has no effect. */
    static boolean isFrozenFromAbove(CgroupDirectory directory) {
        return "1".equals(directory.readIfThere("freezer.parent_freezing"));
    }

    /** Takes frozen processes out of their cgroups, which thaws them if this one is not frozen. */
    static void moveTo(CgroupDirectory directory, Collection<Integer> pids) {
        for (int pid : pids) {
            // it may be gone, or be a zombie, by now
            directory.tryWrite("cgroup.procs", Integer.toString(pid), "");
        }
    }

    static boolean isFrozen(CgroupDirectory directory) {
        String state = directory.readIfThere(FILE);
        if (state == null || !(state.equals(FROZEN) || state.equals(FREEZING))) {
            return false;
        }
        String self = directory.readIfThere("freezer.self_freezing");
        return self == null || !self.equals("0");
    }
}
