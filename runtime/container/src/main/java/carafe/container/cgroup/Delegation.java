package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;

/** Handing a version 2 cgroup to a container's user, who may then make cgroups below it (cgroups(7)). */
final class Delegation {
    /** Where Linux lists the files since 4.15. */
    private static final String LIST = "/sys/kernel/cgroup";
    private static final String BEFORE_THE_LIST = "cgroup.procs\ncgroup.subtree_control\ncgroup.threads";
    private static final long KEEP = -1;

    private Delegation() {
    }

    /** The limits themselves stay with the present owner. */
    static void handOver(Kernel kernel, CgroupDirectory directory, long owner) {
        kernel.enter(StepKind.HAND_OVER_CGROUP);
        kernel.fchownat(Fd.CWD, directory.path(), owner, KEEP, FileCalls.AT_SYMLINK_NOFOLLOW);
        String files = new CgroupDirectory(kernel, LIST).readIfThere("delegate");
        for (String file : (files == null ? BEFORE_THE_LIST : files).split("\n")) {
            kernel.allowing(Errno.ENOENT).fchownat(Fd.CWD, directory.path() + "/" + file, owner, KEEP,
                    FileCalls.AT_SYMLINK_NOFOLLOW);
        }
    }
}
