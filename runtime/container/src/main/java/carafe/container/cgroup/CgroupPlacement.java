package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.fs.OwnCgroups;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.util.List;

/**
 * A way for a process into a cgroup.
 *
 * <p>{@link #enter} is the one without waits (see the package description). It has to run before a cgroup namespace is
 * made, because the cgroup of the process that makes one becomes the root of it; a process that is <em>born</em> in its
 * version 2 cgroup therefore makes the namespace itself, after its birth, by unshare(CLONE_NEWCGROUP).
 */
public final class CgroupPlacement {
    static final CgroupPlacement NOWHERE = new CgroupPlacement(List.of(), null, true);

    /** Somebody with more rights who moves a process on request. */
    interface Usher {
        void move(int pid);
    }

    /** Of access(2). */
    private static final int W_OK = 2;
    private static final String POINTER = "/linux/cgroupsPath";

    private final List<CgroupDirectory> hierarchies;
    private final CgroupDirectory unified;
    private final boolean forgiving;
    private final Usher usher;

    /**
     * @param hierarchies the version 1 directories
     * @param unified     the version 2 directory, null for none
     * @param forgiving   missing rights are no error
     */
    CgroupPlacement(List<CgroupDirectory> hierarchies, CgroupDirectory unified, boolean forgiving) {
        this(hierarchies, unified, forgiving, null);
    }

    private CgroupPlacement(List<CgroupDirectory> hierarchies, CgroupDirectory unified, boolean forgiving,
            Usher usher) {
        this.hierarchies = hierarchies;
        this.unified = unified;
        this.forgiving = forgiving;
        this.usher = usher;
    }

    static CgroupPlacement through(Usher usher) {
        return new CgroupPlacement(List.of(), null, false, usher);
    }

    /**
     * Whether this process may have a child born in the version 2 directory. That takes the right to write to the
     * cgroup.procs not only there but also of the closest cgroup above both (cgroups(7), delegation containment).
     */
    boolean mayBeEntered(Kernel kernel) {
        String own = OwnCgroups.unified(OwnCgroups.ofSelf(kernel));
        if (unified == null || own == null) {
            return false;
        }
        String common = CgroupMode.ROOT + CgroupPath.common(own, unified.path().substring(CgroupMode.ROOT.length()));
        return isWritable(kernel, common) && isWritable(kernel, unified.path());
    }

    private static boolean isWritable(Kernel kernel, String directory) {
        return !kernel.allowingAll().faccessat(Fd.CWD, directory + "/cgroup.procs", W_OK, 0).failed();
    }

    /**
     * Moves the single-threaded process behind {@code kernel} into the version 1 directories; done when this returns.
     *
     * @return the version 2 directory that its child is to be born in, open in that process; {@link Fd#NONE} if there
     *     is none
     */
    public Fd enter(Kernel kernel) {
        kernel.enter(StepKind.JOIN_CGROUP);
        if (usher != null) {
            usher.move((int) kernel.run(kernel.call(Syscall.GETPID)).get());
            return Fd.NONE;
        }
        for (CgroupDirectory hierarchy : hierarchies) {
            if (forgiving) {
                Fd tasks = kernel.allowingAll().openat(Fd.CWD, hierarchy.path() + "/tasks", Open.O_WRONLY);
                if (!tasks.failed()) {
                    kernel.allowingAll().write(tasks, "0");
                    kernel.close(tasks);
                }
            } else {
                Fd tasks = kernel.openat(Fd.CWD, hierarchy.path() + "/tasks", Open.O_WRONLY);
                kernel.write(tasks, "0");
                kernel.close(tasks);
            }
        }
        Fd birthplace = unified == null ? Fd.NONE : birthplace(kernel);
        kernel.flush();
        return birthplace;
    }

    private Fd birthplace(Kernel kernel) {
        if (!forgiving) {
            return kernel.openat(Fd.CWD, unified.path(), Open.O_PATH | Open.O_DIRECTORY);
        }
        // whoever may not move processes here may not have them born here either, and learns it too late
        if (!isWritable(kernel, unified.path())) {
            return Fd.NONE;
        }
        Fd directory = kernel.allowingAll().openat(Fd.CWD, unified.path(), Open.O_PATH | Open.O_DIRECTORY);
        return directory.failed() ? Fd.NONE : directory;
    }
}
