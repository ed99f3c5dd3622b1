package carafe.container.rdt;

import carafe.container.SetupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.IntelRdt;
import java.util.ArrayList;
import java.util.List;

/** The class of service that a container's processes run in, and the group in which they are counted. */
public final class RdtGroup {
    private static final String POINTER = "/linux/intelRdt";
    private static final String DEFAULT_CLASS = "/";
    private static final String TASKS = "tasks";
    private static final String SCHEMATA = "schemata";

    private final Resctrl resctrl;
    private final RdtState state;
    private final CgroupDirectory group;

    private RdtGroup(Resctrl resctrl, RdtState state) {
        this.resctrl = resctrl;
        this.state = state;
        this.group = resctrl.directory(state.group());
    }

    /**
     * The class that a config asks for; nothing is made yet.
     *
     * @param id of the container
     * @throws SetupFailed if the host has no such file system, or the class is not as the config needs it
     */
    public static RdtGroup plan(Kernel kernel, IntelRdt wanted, String id) {
        Resctrl resctrl = Resctrl.find(kernel);
        if (resctrl == null) {
            throw new SetupFailed(new Step(StepKind.INTEL_RDT), "no resctrl file system is mounted",
                    "it takes a processor with resource director technology and "
                            + "\"mount -t resctrl resctrl /sys/fs/resctrl\"");
        }
        return plan(resctrl, wanted, id);
    }

    static RdtGroup plan(Resctrl resctrl, IntelRdt wanted, String id) {
        boolean named = wanted.closID() != null && !wanted.closID().isEmpty();
        CgroupDirectory group = named && wanted.closID().equals(DEFAULT_CLASS)
                ? resctrl.root() : resctrl.root().child(named ? wanted.closID() : id);
        boolean exists = group.exists();
        if (named && !exists && lines(wanted).isEmpty()) {
            throw failed("/closID", "class " + wanted.closID() + " does not exist",
                    "without schemata one that somebody has prepared is meant");
        }
        if (named && exists) {
            requireSame(group, wanted.l3CacheSchema(), "/l3CacheSchema");
            requireSame(group, wanted.memBwSchema(), "/memBwSchema");
        }
        String monitoring = wanted.enableMonitoring() ? group.child("mon_groups").child(id).path() : null;
        // one that was there before is somebody else's, whatever its name
        return new RdtGroup(resctrl,
                new RdtState(resctrl.root().path(), group.path(), !named && !exists, monitoring));
    }

    /** A class may be shared, so a container does not change what others rely on. */
    private static void requireSame(CgroupDirectory group, String schema, String property) {
        if (schema != null && !schema.isEmpty() && !Schema.parse(schema).isIn(group.read(SCHEMATA))) {
            throw failed(property, "class " + group + " exists with other shares than \"" + schema + "\"",
                    "several containers may share it, so these must agree");
        }
    }

    /** That of a container that was created before. */
    public static RdtGroup of(Kernel kernel, RdtState state) {
        return new RdtGroup(new Resctrl(kernel, state.mountpoint()), state);
    }

    public RdtState state() {
        return state;
    }

    /** Makes the class if it is not there, and its monitoring group. */
    public void create(IntelRdt wanted) {
        make(group, "/closID");
        List<String> lines = lines(wanted);
        if (!lines.isEmpty()) {
            write(group, SCHEMATA, String.join("\n", lines) + "\n", "");
        }
        if (state.monitoring() != null) {
            make(resctrl.directory(state.monitoring()), "/enableMonitoring");
        }
    }

    /** In the order that the specification wants: the two older forms first. */
    private static List<String> lines(IntelRdt wanted) {
        List<String> lines = new ArrayList<>();
        addLine(lines, wanted.l3CacheSchema());
        addLine(lines, wanted.memBwSchema());
        for (String line : wanted.schemata()) {
            addLine(lines, line);
        }
        return lines;
    }

    private static void addLine(List<String> lines, String line) {
        if (line != null && !line.isEmpty()) {
            lines.add(line);
        }
    }

    private void make(CgroupDirectory directory, String property) {
        int errno = directory.tryMake();
        if (errno != 0 && errno != Errno.EEXIST) {
            throw failed(property, "cannot make " + directory + ": " + Errno.describe(errno), resctrl.lastStatus());
        }
    }

    /** Moves a process, whose children will follow; does nothing if somebody has removed the class. */
    public void join(int pid) {
        if (!group.exists()) {
            return;
        }
        write(group, TASKS, Integer.toString(pid), "");
        if (state.monitoring() != null) {
            // after the class, because moving to one moves out of the monitoring group of another
            write(resctrl.directory(state.monitoring()), TASKS, Integer.toString(pid), "/enableMonitoring");
        }
    }

    public void update(RdtUpdate change) {
        List<String> lines = new ArrayList<>();
        addLine(lines, change.l3CacheSchema());
        addLine(lines, change.memBwSchema());
        if (!lines.isEmpty()) {
            write(group, SCHEMATA, String.join("\n", lines) + "\n", "");
        }
    }

    private void write(CgroupDirectory directory, String file, String text, String property) {
        int errno = directory.tryWrite(file, text, POINTER + property);
        if (errno != 0) {
            throw failed(property, "cannot write \"" + text.strip().replace("\n", ", ") + "\" to " + directory + "/"
                    + file + ": " + Errno.describe(errno), resctrl.lastStatus());
        }
    }

    /** Takes back what {@link #create} made for this container alone. */
    public void remove() {
        if (state.own()) {
            // its monitoring groups go with it
            remove(group);
        } else if (state.monitoring() != null) {
            remove(resctrl.directory(state.monitoring()));
        }
    }

    private static void remove(CgroupDirectory directory) {
        int errno = directory.tryRemove();
        if (errno != 0) {
            throw failed("", "cannot remove " + directory + ": " + Errno.describe(errno), null);
        }
    }

    /** What the container uses, and of what. */
    public RdtStats stats() {
        return new RdtStats(resctrl, state);
    }

    private static SetupFailed failed(String property, String problem, String hint) {
        return new SetupFailed(new Step(StepKind.INTEL_RDT, "", POINTER + property), problem, hint);
    }
}
