package carafe.container.inspect;

import carafe.container.inspect.Inspection.CapabilityInfo;
import carafe.container.inspect.Inspection.Drift;
import carafe.container.inspect.Inspection.Limit;
import carafe.container.inspect.Inspection.MountInfo;
import carafe.container.inspect.Inspection.NamespaceInfo;
import carafe.container.inspect.Inspection.ProcessInfo;
import carafe.spec.Capabilities;
import carafe.spec.Capability;
import carafe.spec.Config;
import carafe.spec.Mount;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;
import carafe.spec.Process;
import carafe.spec.Status;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where a container is not as its config.json says. Only what the kernel shows is compared, and of the first process
 * only once its program runs, by the rules of execve(2): what the configuration sets is what the program starts with.
 */
final class Comparison {
    private static final String NONE = "none";

    private final Config config;
    private final Inspection found;
    private final ProcFiles proc;
    private final List<Drift> drift = new ArrayList<>();

    Comparison(Config config, Inspection found, ProcFiles proc) {
        this.config = config;
        this.found = found;
        this.proc = proc;
    }

    List<Drift> drift() {
        if (found.pid() == 0) {
            return drift;
        }
        namespaces();
        mounts();
        limits();
        if (!found.processes().isEmpty() && config.process() != null
                && !found.status().equals(Status.CREATED.word())) {
            process(config.process(), found.processes().getFirst());
        }
        return drift;
    }

    private void differ(String pointer, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            drift.add(new Drift(pointer, expected.toString(), actual == null ? NONE : actual.toString()));
        }
    }

    private void namespaces() {
        for (NamespaceType type : NamespaceType.values()) {
            NamespaceInfo actual = namespace(type);
            int index = wanted(type);
            if (actual == null || index >= 0 && config.linux().namespaces().get(index).path() != null) {
                continue;
            }
            boolean ofHost = actual.sharedWith().contains("host");
            String pointer = "/linux/namespaces" + (index < 0 ? "" : "/" + index);
            differ(pointer, type.word() + (index < 0 ? " of the host" : " of its own"),
                    type.word() + (ofHost ? " of the host" : " of its own"));
        }
    }

    private NamespaceInfo namespace(NamespaceType type) {
        for (NamespaceInfo namespace : found.namespaces()) {
            if (namespace.type().equals(type.word())) {
                return namespace;
            }
        }
        return null;
    }

    private int wanted(NamespaceType type) {
        List<Namespace> namespaces = config.linux().namespaces();
        for (int i = 0; i < namespaces.size(); i++) {
            if (namespaces.get(i).type() == type) {
                return i;
            }
        }
        return -1;
    }

    private void mounts() {
        List<Mount> wanted = config.mounts();
        for (int i = 0; i < wanted.size(); i++) {
            MountInfo actual = mountAt(clean(wanted.get(i).destination()));
            if (actual == null) {
                drift.add(new Drift("/mounts/" + i, "a mount at " + wanted.get(i).destination(), NONE));
            } else if (!holdsHierarchies(wanted.get(i), actual)
                    && wanted.get(i).options().contains("ro") != actual.flags().contains("ro")) {
                drift.add(new Drift("/mounts/" + i + "/options",
                        wanted.get(i).options().contains("ro") ? "read-only" : "writable",
                        actual.target() + " is " + (actual.flags().contains("ro") ? "read-only" : "writable")));
            }
        }
        for (MountInfo mount : found.mounts()) {
            if (!isExpected(mount.target())) {
                drift.add(new Drift("/mounts", "no mount at " + mount.target(), mount.type() + " of " + mount.source()));
            }
        }
    }

    /** Of version 1 the hierarchies are read-only, the tmpfs with their directories is not, as with runc. */
    private static boolean holdsHierarchies(Mount wanted, MountInfo actual) {
        return "cgroup".equals(wanted.type()) && actual.type().equals("tmpfs");
    }

    private MountInfo mountAt(String target) {
        MountInfo topmost = null;
        for (MountInfo mount : found.mounts()) {
            topmost = mount.target().equals(target) ? mount : topmost;
        }
        return topmost;
    }

    /** What is below a mount of the configuration came with it, or is what every container has below /dev. */
    private boolean isExpected(String target) {
        if (target.equals("/") || config.linux().maskedPaths().contains(target)
                || config.linux().readonlyPaths().contains(target)) {
            return true;
        }
        for (Mount mount : config.mounts()) {
            String destination = clean(mount.destination());
            if (target.equals(destination) || target.startsWith(destination + "/")) {
                return true;
            }
        }
        return target.startsWith("/dev/");
    }

    private static String clean(String path) {
        String clean = path.replaceAll("/+", "/");
        return clean.length() > 1 && clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
    }

    private void limits() {
        Resources resources = config.linux().resources();
        if (resources == null) {
            return;
        }
        Memory memory = resources.memory();
        if (memory != null && memory.limit() != null && memory.limit() > 0) {
            // the kernel rounds to pages
            limit("/linux/resources/memory/limit", Long.toString(memory.limit() / 4096 * 4096), "memory");
        }
        if (resources.pids() != null && resources.pids().limit() != null && resources.pids().limit() > 0) {
            limit("/linux/resources/pids/limit", resources.pids().limit().toString(), "processes");
        }
        Cpu cpu = resources.cpu();
        if (cpu != null && cpu.cpus() != null) {
            limit("/linux/resources/cpu/cpus", cpu.cpus(), "CPUs");
        }
        if (cpu != null && cpu.quota() != null && cpu.quota() > 0) {
            limit("/linux/resources/cpu/quota", cpu.quota().toString(), "CPU quota (us)");
        }
    }

    /** A controller that the host does not show has nothing to compare. */
    private void limit(String pointer, String expected, String name) {
        for (Limit limit : found.limits()) {
            if (limit.name().equals(name)) {
                differ(pointer, expected, limit.limit());
            }
        }
    }

    private void process(Process process, ProcessInfo first) {
        differ("/process/noNewPrivileges", process.noNewPrivileges(), first.noNewPrivileges());
        differ("/linux/seccomp", config.linux().seccomp() == null ? "disabled" : "filter", first.seccomp());
        if (process.oomScoreAdj() != null) {
            differ("/process/oomScoreAdj", process.oomScoreAdj().toString(),
                    proc.text("/proc/" + first.pid() + "/oom_score_adj"));
        }
        differ("/process/user/uid", mapped(process.user().uid(), found.uidMap()), first.uid());
        differ("/process/user/gid", mapped(process.user().gid(), found.gidMap()), first.gid());
        if (process.capabilities() != null) {
            capabilities(process.capabilities(), process.user().uid() == 0, first.capabilities());
        }
    }

    /** An id of the container as the host has it; each line of a map is inside, outside, length. */
    private static String mapped(long id, List<String> map) {
        for (String line : map) {
            String[] fields = line.split(" ");
            long offset = id - Long.parseLong(fields[0]);
            if (offset >= 0 && offset < Long.parseLong(fields[2])) {
                return Long.toString(Long.parseLong(fields[1]) + offset);
            }
        }
        return "no user of the host";
    }

    /** execve(2) gives root what is bounding or inheritable, and others what is ambient (capabilities(7)). */
    private void capabilities(Capabilities wanted, boolean root, CapabilityInfo actual) {
        List<Capability> started = new ArrayList<>(root ? wanted.bounding() : wanted.ambient());
        if (root) {
            started.addAll(wanted.inheritable());
        }
        set("bounding", wanted.bounding(), actual.bounding());
        set("inheritable", wanted.inheritable(), actual.inheritable());
        set("effective", started, actual.effective());
        set("permitted", started, actual.permitted());
        set("ambient", root ? List.of() : wanted.ambient(), root ? List.of() : actual.ambient());
    }

    private void set(String name, List<Capability> wanted, List<String> actual) {
        TreeSet<String> missing = new TreeSet<>();
        wanted.forEach(capability -> missing.add(capability.word()));
        TreeSet<String> extra = new TreeSet<>(actual);
        missing.removeAll(actual);
        wanted.forEach(capability -> extra.remove(capability.word()));
        if (!missing.isEmpty()) {
            drift.add(new Drift("/process/capabilities/" + name, String.join(", ", missing), "missing"));
        }
        if (!extra.isEmpty()) {
            drift.add(new Drift("/process/capabilities/" + name, "without " + String.join(", ", extra), "present"));
        }
    }
}
