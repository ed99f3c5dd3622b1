package carafe.container.process;

import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.Linux;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;

/** Takes a servant into all namespaces of a process that is in the container already. */
public final class ContainerNamespaces {
    private ContainerNamespaces() {
    }

    /**
     * @param pidfd of a process of the container, as number in the servant
     * @param more  CLONE_NEW* of namespaces it has besides those of config.json
     */
    public static void join(Servant servant, Fd pidfd, Linux linux, long more, Fd cgroup) {
        join(servant, pidfd, linux, more, cgroup, false);
    }

    /**
     * The same for a process of the container's own.
     *
     * @param keepsGroups whether it is to stay in the caller's groups
     */
    public static void join(Servant servant, Fd pidfd, Linux linux, long more, Fd cgroup, boolean keepsGroups) {
        long types = more;
        boolean user = false;
        boolean cgroups = false;
        for (Namespace namespace : linux.namespaces()) {
            types |= namespace.type().cloneFlag();
            user |= namespace.type() == NamespaceType.USER;
            cgroups |= namespace.type() == NamespaceType.CGROUP;
        }
        Fd birthplace = user || cgroups ? Namespaces.beBorn(servant, cgroup) : cgroup;
        servant.enter(StepKind.JOIN_CONTAINER);
        if (types != 0) {
            // all with one call, so that no process ever is half in the container
            servant.setns(pidfd, types);
        }
        if (user) {
            servant.setresgid(0);
            if (!keepsGroups) {
                servant.allowingAll().setgroups(new long[0]);
            }
            servant.setresuid(0);
        }
        // setns to a pid namespace holds for children only
        servant.become(0, birthplace);
    }

    /** Opens the pidfd inside the servant, while it still sees the runtime's processes. */
    public static Fd openPidfd(Servant servant, int pid) {
        servant.enter(StepKind.FIND_INIT);
        return servant.pidfdOpen(pid);
    }

    /** The root directory of the container, opened from outside. */
    public static Fd openRoot(Servant servant, int pid) {
        return servant.openat(Fd.CWD, "/proc/" + pid + "/root", Open.O_PATH | Open.O_DIRECTORY);
    }
}
