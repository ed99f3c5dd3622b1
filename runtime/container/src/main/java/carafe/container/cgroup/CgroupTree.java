package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import java.util.ArrayList;
import java.util.List;

/** What concerns a cgroup together with all those below it. */
final class CgroupTree {
    private static final int FIRST_WAIT_MS = 1;
    private static final int LONGEST_WAIT_MS = 64;
    private static final int PATIENCE_MS = 5000;
    /** Containers can nest cgroups as deep as they like. */
    static final int MAX_DEPTH = 256;

    private CgroupTree() {
    }

    /**
     * Refuses to make a container in a cgroup that holds processes: they would share its limits, and be killed with it.
     */
    static void refuseIfInUse(CgroupDirectory directory) {
        if (!directory.exists()) {
            return;
        }
        int count = processes(directory).size();
        if (count > 0) {
            throw CgroupFailed.invalid("/linux/cgroupsPath", "container's cgroup is not empty: " + count
                    + " process(es) found in " + directory);
        }
        if (V2Freezer.isFrozen(directory) || V1Freezer.isFrozen(directory)) {
            throw CgroupFailed.invalid("/linux/cgroupsPath", "container's cgroup unexpectedly frozen, so "
                    + "that no container could start in it: " + directory);
        }
    }

    /** The pids of all processes; a cgroup that vanishes meanwhile has none. */
    static List<Integer> processes(CgroupDirectory directory) {
        List<Integer> pids = new ArrayList<>();
        collect(directory, pids, 0);
        return pids;
    }

    private static void collect(CgroupDirectory directory, List<Integer> pids, int depth) {
        String text = directory.readIfThere("cgroup.procs");
        if (text == null || depth > MAX_DEPTH) {
            return;
        }
        for (String pid : text.split("\n")) {
            // 0 is a process that this pid namespace does not show
            if (!pid.isEmpty() && !pid.equals("0")) {
                pids.add(Integer.valueOf(pid));
            }
        }
        for (CgroupDirectory child : directory.children()) {
            collect(child, pids, depth + 1);
        }
    }

    /** Removes from the bottom up, and waits while processes are still on their way out (EBUSY). */
    static void remove(Kernel kernel, CgroupDirectory directory) {
        int errno = tryRemove(directory, 0);
        int waited = 0;
        for (int wait = FIRST_WAIT_MS; errno == Errno.EBUSY && waited < PATIENCE_MS; wait *= 2) {
            wait = Math.min(wait, LONGEST_WAIT_MS);
            kernel.sleep(wait * ProcessCalls.MILLISECOND);
            waited += wait;
            errno = tryRemove(directory, 0);
        }
        if (errno == Errno.EBUSY) {
            throw CgroupFailed.failed("cannot remove the cgroup " + directory + ": it still holds the processes "
                    + processes(directory));
        }
        if (errno != 0) {
            throw CgroupFailed.failed("cannot remove the cgroup " + directory + ": " + Errno.describe(errno));
        }
    }

    /** Usually a single rmdir. */
    private static int tryRemove(CgroupDirectory directory, int depth) {
        int errno = directory.tryRemove();
        // a read-only mount says EROFS even of what is not there
        if (errno == 0 || (errno != Errno.EBUSY && !directory.exists())) {
            return 0;
        }
        if (errno != Errno.EBUSY || depth > MAX_DEPTH) {
            return errno;
        }
        List<CgroupDirectory> children = directory.children();
        for (CgroupDirectory child : children) {
            errno = tryRemove(child, depth + 1);
            if (errno != 0) {
                return errno;
            }
        }
        return children.isEmpty() ? Errno.EBUSY : directory.tryRemove();
    }
}
