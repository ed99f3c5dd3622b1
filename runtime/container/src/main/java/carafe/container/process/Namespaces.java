package carafe.container.process;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.IdMapping;
import carafe.spec.Linux;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;
import carafe.spec.TimeOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes a servant from the runtime's namespaces into the container's: joins those with a path, makes the others. */
public final class Namespaces {
    private final Servant servant;
    private final Linux linux;
    private final IdMaps idMaps;
    private final boolean keepsGroups;

    private record Joined(NamespaceType type, Fd fd, String pointer) {
    }

    /** @param keepsGroups whether the process is to stay in the caller's groups */
    public Namespaces(Servant servant, Linux linux, IdMaps idMaps, boolean keepsGroups) {
        this.servant = servant;
        this.linux = linux;
        this.idMaps = idMaps;
        this.keepsGroups = keepsGroups;
    }

    /**
     * @param cgroup a version 2 cgroup to be born in, or {@link Fd#NONE}
     */
    public void enter(Fd cgroup) {
        boolean freshTime = linux.createsNamespace(NamespaceType.TIME);
        Fd birthplace = cgroup;
        if (joins(NamespaceType.USER) || joins(NamespaceType.CGROUP)
                || freshTime && linux.createsNamespace(NamespaceType.USER)) {
            birthplace = beBorn(servant, cgroup);
        }
        join(openPaths());
        long fresh = freshNamespaces();
        boolean freshUser = linux.createsNamespace(NamespaceType.USER);
        if (freshTime) {
            // before the time namespace, because that belongs to the user namespace it is made in
            if (freshUser) {
                makeUserNamespace(ProcessCalls.CLONE_NEWUSER, Fd.NONE);
                fresh &= ~ProcessCalls.CLONE_NEWUSER;
                freshUser = false;
            }
            makeTimeNamespace();
        }
        if (freshUser) {
            makeUserNamespace(fresh, birthplace);
        } else if (fresh != 0 || joins(NamespaceType.PID) || freshTime || birthplace != Fd.NONE) {
            // a pid or time namespace holds for children only, so there must be one
            servant.enter(StepKind.MAKE_NAMESPACES);
            servant.become(fresh, birthplace);
        }
        if (joins(NamespaceType.USER)) {
            becomeRoot();
        }
    }

    /**
     * Moves into the cgroup before a user namespace is entered, because a process inside lacks the runtime's rights, and
     * before a cgroup namespace is, because with the mount option nsdelegate a process can only move between cgroups
     * that both lie in its own (cgroups(7), ENOENT of cgroup_procs_write_permission).
     *
     * @return what is left to be born in: nothing
     */
    static Fd beBorn(Servant servant, Fd cgroup) {
        if (cgroup != Fd.NONE) {
            servant.enter(StepKind.JOIN_CGROUP);
            servant.become(0, cgroup);
        }
        return Fd.NONE;
    }

    /** All paths are opened before the first is joined, because joining a mount namespace changes what a path means. */
    private List<Joined> openPaths() {
        List<Joined> joined = new ArrayList<>();
        List<Namespace> namespaces = linux.namespaces();
        for (int i = 0; i < namespaces.size(); i++) {
            Namespace namespace = namespaces.get(i);
            if (namespace.path() != null) {
                String pointer = "/linux/namespaces/" + i + "/path";
                servant.enter(StepKind.OPEN_NAMESPACE, namespace.type().word(), pointer);
                Fd fd = servant.openat(Fd.CWD, namespace.path(), Open.O_RDONLY);
                joined.add(new Joined(namespace.type(), fd, pointer));
            }
        }
        return joined;
    }

    /**
     * The user namespace after the others, because a namespace may belong to the runtime's user namespace; those that
     * belong to the one being joined are refused before it and joined after it.
     */
    private void join(List<Joined> namespaces) {
        Joined user = null;
        List<Joined> others = new ArrayList<>();
        for (Joined namespace : namespaces) {
            if (namespace.type == NamespaceType.USER) {
                user = namespace;
            } else {
                others.add(namespace);
            }
        }
        if (user == null) {
            for (Joined namespace : others) {
                setns(namespace);
            }
            return;
        }
        List<Ref> first = new ArrayList<>();
        for (Joined namespace : others) {
            servant.enter(StepKind.JOIN_NAMESPACE, namespace.type.word(), namespace.pointer);
            first.add(servant.allowing(Errno.EPERM).setns(namespace.fd, namespace.type.cloneFlag()));
        }
        setns(user);
        for (int i = 0; i < others.size(); i++) {
            if (first.get(i).failed()) {
                setns(others.get(i));
            }
        }
    }

    private void setns(Joined namespace) {
        servant.enter(StepKind.JOIN_NAMESPACE, namespace.type.word(), namespace.pointer);
        servant.setns(namespace.fd, namespace.type.cloneFlag());
    }

    private long freshNamespaces() {
        long flags = 0;
        for (Namespace namespace : linux.namespaces()) {
            // the cgroup namespace is made when the process is in its cgroup, because that becomes its root; the time
            // namespace when its offsets are to be written
            if (namespace.path() == null && namespace.type() != NamespaceType.CGROUP
                    && namespace.type() != NamespaceType.TIME) {
                flags |= namespace.type().cloneFlag();
            }
        }
        return flags;
    }

    private void makeUserNamespace(long flags, Fd cgroup) {
        servant.enter(StepKind.MAKE_NAMESPACES);
        servant.become(flags & ~ProcessCalls.CLONE_NEWIPC, cgroup);
        // A window in which our maps can be written: the files of a process that is not dumpable belong to the host's
        // root. Nothing hostile is in the new namespaces yet.
        servant.prctl(ProcessCalls.PR_SET_DUMPABLE, 1);
        servant.flush();
        idMaps.write(servant.pid());
        becomeRoot();
        if ((flags & ProcessCalls.CLONE_NEWIPC) != 0) {
            // after becoming root, because whoever makes it owns its directory of message queues
            servant.enter(StepKind.MAKE_NAMESPACE, "ipc");
            servant.unshare(ProcessCalls.CLONE_NEWIPC);
        }
        servant.prctl(ProcessCalls.PR_SET_DUMPABLE, 0);
    }

    private void becomeRoot() {
        servant.enter(StepKind.BECOME_ROOT);
        servant.setresgid(0);
        if (!keepsGroups) {
            // refused where /proc/PID/setgroups says deny; there are then no groups to drop either
            servant.allowing(Errno.EPERM).setgroups(new long[0]);
        }
        servant.setresuid(0);
        servant.dieWithParent();
    }

    private void makeTimeNamespace() {
        servant.enter(StepKind.MAKE_NAMESPACE, "time");
        servant.unshare(ProcessCalls.CLONE_NEWTIME);
        if (linux.timeOffsets().isEmpty()) {
            return;
        }
        servant.enter(StepKind.TIME_OFFSETS);
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, TimeOffset> offset : linux.timeOffsets().entrySet()) {
            lines.append(offset.getKey()).append(' ').append(offset.getValue().secs()).append(' ')
                    .append(offset.getValue().nanosecs()).append('\n');
        }
        // before any process enters the namespace, because then the offsets are fixed
        servant.prctl(ProcessCalls.PR_SET_DUMPABLE, 1);
        Fd file = servant.openat(Fd.CWD, "/proc/self/timens_offsets", Open.O_WRONLY);
        servant.write(file, lines.toString());
        servant.close(file);
        servant.prctl(ProcessCalls.PR_SET_DUMPABLE, 0);
    }

    private boolean joins(NamespaceType type) {
        Namespace namespace = linux.namespace(type);
        return namespace != null && namespace.path() != null;
    }

    /** The host's id behind container id 0, or 0 without a mapping. */
    public static long hostRoot(List<IdMapping> mappings) {
        for (IdMapping mapping : mappings) {
            if (mapping.containerID() == 0) {
                return mapping.hostID();
            }
        }
        return 0;
    }
}
