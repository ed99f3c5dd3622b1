package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;

/** {@code cgroup.freeze} (Documentation/admin-guide/cgroup-v2.rst), since Linux 5.2. */
final class V2Freezer {
    private static final String FILE = "cgroup.freeze";
    private static final int LONGEST_WAIT_MS = 16;
    private static final int PATIENCE_MS = 10_000;

    private V2Freezer() {
    }

    static void freeze(Kernel kernel, CgroupDirectory directory) {
        directory.write(FILE, "1", "");
        int waited = 0;
        for (int wait = 1; FlatKeyed.value(directory.readIfThere("cgroup.events"), "frozen") == 0; wait *= 2) {
            if (waited > PATIENCE_MS) {
                directory.tryWrite(FILE, "0", "");
                throw CgroupFailed.failed("unable to freeze " + directory);
            }
            wait = Math.min(wait, LONGEST_WAIT_MS);
            kernel.sleep(wait * ProcessCalls.MILLISECOND);
            waited += wait;
        }
    }

    static void thaw(CgroupDirectory directory) {
        int errno = directory.tryWrite(FILE, "0", "");
        // without a freezer nothing can be frozen
        if (errno != 0 && errno != Errno.ENOENT) {
            throw directory.refused(FILE, "0", "", errno);
        }
    }

    static boolean isFrozen(CgroupDirectory directory) {
        return "1".equals(directory.readIfThere(FILE));
    }
}
