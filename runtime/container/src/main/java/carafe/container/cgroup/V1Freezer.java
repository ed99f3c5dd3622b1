package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.CgroupException;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;

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
            }
        } finally {
            if (!frozen) {
                // half frozen is worse than not
                directory.tryWrite(FILE, THAWED, "");
            }
        }
        if (!frozen) {
            throw CgroupException.failed("unable to freeze " + directory);
        }
    }

    static void thaw(CgroupDirectory directory) {
        directory.write(FILE, THAWED, "");
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
