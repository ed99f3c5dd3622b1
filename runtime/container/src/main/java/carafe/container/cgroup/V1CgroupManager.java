package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.devices.DevicePolicy;
import carafe.container.cgroup.devices.V1Devices;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.fs.Controller;
import carafe.container.cgroup.fs.V1Hierarchies;
import carafe.container.cgroup.fs.V1Hierarchy;
import carafe.container.cgroup.limits.Limit;
import carafe.container.cgroup.limits.V1Cpu;
import carafe.container.cgroup.limits.V1Cpuset;
import carafe.container.cgroup.limits.V1Limits;
import carafe.container.cgroup.stats.CgroupStats;
import carafe.container.cgroup.stats.V1Stats;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.spec.resources.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A directory in each hierarchy of a version 1 or hybrid host. */
final class V1CgroupManager implements CgroupManager {
    private final Kernel kernel;
    private final boolean rootless;
    /** A missing right to make or join is no error until something is asked of the cgroup. */
    private final boolean forgiving;
    private final Resources resources;
    /** What is mounted; empty for a container that was reopened. */
    private final List<V1Hierarchy> hierarchies;
    /** Hierarchies with several controllers are in here once for each. */
    private final Map<Controller, CgroupDirectory> directories = new LinkedHashMap<>();

    private V1CgroupManager(Kernel kernel, CgroupRequest request, List<V1Hierarchy> hierarchies) {
        this.kernel = kernel;
        this.rootless = request.rootless();
        this.forgiving = request.forgivesMissingRights();
        this.resources = request.resources();
        this.hierarchies = hierarchies;
        String inner = CgroupPath.of(request.cgroupsPath(), request.id());
        for (V1Hierarchy hierarchy : hierarchies) {
            CgroupDirectory directory = new CgroupDirectory(kernel, hierarchy.directory(inner));
            for (Controller controller : hierarchy.controllers()) {
                directories.put(controller, directory);
            }
        }
    }

    static V1CgroupManager choose(Kernel kernel, CgroupMode mode, CgroupRequest request) {
        if (request.resources() != null) {
            V1Limits.check(request.resources());
        }
        V1CgroupManager manager = new V1CgroupManager(kernel, request, V1Hierarchies.find(kernel, mode));
        if (!request.rootless() && !manager.directories.containsKey(Controller.DEVICES)) {
            // without it nothing would keep a container with CAP_MKNOD off the host's disks
            throw CgroupFailed.invalid("/linux/resources/devices",
                    "no cgroup hierarchy with the devices controller is mounted under " + CgroupMode.ROOT);
        }
        // a container's processes are in all hierarchies, so one tells
        if (!manager.directories.isEmpty()) {
            CgroupTree.refuseIfInUse(manager.directories.getOrDefault(Controller.FREEZER,
                    manager.directories.values().iterator().next()));
        }
        return manager;
    }

    V1CgroupManager(Kernel kernel, CgroupState state) {
        this.kernel = kernel;
        this.rootless = state.rootless();
        this.forgiving = state.rootless();
        this.resources = null;
        this.hierarchies = List.of();
        for (Map.Entry<String, String> path : state.paths().entrySet()) {
            directories.put(Controller.of(path.getKey()), new CgroupDirectory(kernel, path.getValue()));
        }
    }

    @Override
    public void create(int pid) {
        kernel.enter(StepKind.MAKE_CGROUP);
        for (V1Hierarchy hierarchy : hierarchies) {
            CgroupDirectory directory = directories.get(hierarchy.controllers().getFirst());
            int errno = make(hierarchy, directory);
            if (errno == 0 && forgiving && !directory.mayBeJoined()) {
                // somebody else's, which we could not remove either
                errno = Errno.EACCES;
            }
            if (errno == 0) {
                continue;
            }
            if (!forgiving || !CgroupFailed.isPermission(errno)) {
                throw CgroupFailed.notMade(directory.path(), errno);
            }
            for (Controller controller : hierarchy.controllers()) {
                directories.remove(controller);
            }
        }
    }

    private int make(V1Hierarchy hierarchy, CgroupDirectory directory) {
        if (hierarchy.has(Controller.CPUSET)) {
            return V1Cpuset.make(directory, hierarchy.mountpoint(), resources);
        }
        int errno = directory.tryMakeWithParents();
        if (errno != 0 && errno != Errno.EEXIST) {
            return errno;
        }
        if (hierarchy.has(Controller.CPU)) {
            V1Cpu.applyRealtime(directory, resources);
        }
        return 0;
    }

    @Override
    public CgroupPlacement placement() {
        return placement(directories);
    }

    @Override
    public CgroupPlacement execPlacement(Map<String, String> subCgroups, int initPid) {
        Map<Controller, CgroupDirectory> targets = new LinkedHashMap<>(directories);
        for (Map.Entry<String, String> sub : subCgroups.entrySet()) {
            String controllerName = sub.getKey();
            if (controllerName.isEmpty()) {
                targets.replaceAll((controller, directory) -> below(directory, sub.getValue()));
                continue;
            }
            Controller controller = Controller.of(controllerName);
            CgroupDirectory directory = controller == null ? null : directories.get(controller);
            if (directory == null) {
                throw CgroupFailed.invalid("", "unknown controller " + controllerName + " in --cgroup");
            }
            // controllers that share a hierarchy share its cgroups
            CgroupDirectory target = below(directory, sub.getValue());
            targets.replaceAll((other, old) -> directories.get(other).path().equals(directory.path()) ? target : old);
        }
        return placement(targets);
    }

    private CgroupDirectory below(CgroupDirectory directory, String path) {
        return SubCgroups.existing(kernel, directory.path(), path);
    }

    private CgroupPlacement placement(Map<Controller, CgroupDirectory> targets) {
        Map<String, CgroupDirectory> version1 = new LinkedHashMap<>();
        for (Map.Entry<Controller, CgroupDirectory> target : targets.entrySet()) {
            if (target.getKey() != Controller.UNIFIED) {
                version1.put(target.getValue().path(), target.getValue());
            }
        }
        return new CgroupPlacement(List.copyOf(version1.values()), targets.get(Controller.UNIFIED), forgiving);
    }

    @Override
    public void apply(Resources wanted) {
        CgroupDirectory devices = directories.get(Controller.DEVICES);
        if (devices != null) {
            applyDevices(devices, wanted);
        }
        if (wanted != null) {
            update(wanted);
        }
    }

    private void applyDevices(CgroupDirectory directory, Resources wanted) {
        DevicePolicy policy = DevicePolicy.ofContainer(wanted == null ? List.of() : wanted.devices());
        try {
            V1Devices.apply(directory, policy);
        } catch (CgroupFailed e) {
            // in a user namespace nobody may change device rules, and nobody can make device nodes either
            if (!rootless || e.errno() == 0) {
                throw e;
            }
        }
    }

    @Override
    public void update(Resources wanted) {
        V1Limits.check(wanted);
        for (Controller controller : Controller.values()) {
            Limit limit = V1Limits.of(controller);
            String asked = limit == null ? null : limit.askedBy(wanted);
            if (asked == null) {
                continue;
            }
            CgroupDirectory directory = directories.get(controller);
            if (directory == null) {
                throw CgroupFailed.invalid(asked, "cannot set " + controller.kernelName()
                        + " limit: container could not join or create cgroup");
            }
            limit.apply(directory, wanted);
        }
    }

    @Override
    public void freeze() {
        V1Freezer.freeze(kernel, freezer("pause"));
    }

    @Override
    public void thaw() {
        V1Freezer.thaw(freezer("resume"));
    }

    private CgroupDirectory freezer(String verb) {
        CgroupDirectory directory = directories.get(Controller.FREEZER);
        if (directory == null) {
            throw CgroupFailed.failed("cannot " + verb + " the container: it has no freezer cgroup");
        }
        return directory;
    }

    @Override
    public boolean isFrozen() {
        CgroupDirectory directory = directories.get(Controller.FREEZER);
        return directory != null && V1Freezer.isFrozen(directory);
    }

    @Override
    public List<Integer> processes() {
        return directories.isEmpty() ? List.of() : CgroupTree.processes(directories.values().iterator().next());
    }

    @Override
    public void killAll() {
        CgroupDirectory freezer = directories.get(Controller.FREEZER);
        // it does not exist if the create failed before
        CgroupKill.freezeAndKill(kernel, this, freezer != null && freezer.exists());
        letDie(0);
    }

    @Override
    public void letDie(int initPid) {
        CgroupDirectory freezer = directories.get(Controller.FREEZER);
        if (freezer == null || !freezer.exists()) {
            return;
        }
        V1Freezer.thawTree(freezer);
        List<Integer> inside = CgroupTree.processes(freezer);
        Set<Integer> outside = new LinkedHashSet<>(processesElsewhere(freezer));
        if (initPid != 0) {
            outside.add(initPid);
        }
        inside.forEach(outside::remove);
        if (V1Freezer.isFrozenFromAbove(freezer)) {
            // what lies above is not the container's to thaw, so its processes leave
            CgroupDirectory own = V1Hierarchies.ownFreezer(kernel);
            V1Freezer.moveTo(own, inside);
            V1Freezer.moveTo(own, outside);
        } else {
            V1Freezer.moveTo(freezer, outside);
        }
    }

    /** By another hierarchy: who was moved out of the container's freezer is still in the rest of its cgroups. */
    private List<Integer> processesElsewhere(CgroupDirectory freezer) {
        for (CgroupDirectory directory : directories.values()) {
            if (!directory.path().equals(freezer.path())) {
                return CgroupTree.processes(directory);
            }
        }
        return List.of();
    }

    @Override
    public void delete() {
        Map<String, CgroupDirectory> distinct = new LinkedHashMap<>();
        for (CgroupDirectory directory : directories.values()) {
            distinct.put(directory.path(), directory);
        }
        for (CgroupDirectory directory : distinct.values()) {
            CgroupTree.remove(kernel, directory);
        }
    }

    @Override
    public CgroupState state() {
        Map<String, String> paths = new LinkedHashMap<>();
        for (Map.Entry<Controller, CgroupDirectory> entry : directories.entrySet()) {
            paths.put(entry.getKey().kernelName(), entry.getValue().path());
        }
        return new CgroupState(CgroupDriver.CGROUPFS, paths, rootless);
    }

    @Override
    public List<CgroupMount> mounts() {
        List<CgroupMount> mounts = new ArrayList<>();
        for (V1Hierarchy hierarchy : hierarchies) {
            // as runc: the version 2 side of a hybrid host is not shown
            if (hierarchy.has(Controller.UNIFIED)) {
                continue;
            }
            CgroupDirectory directory = directories.get(hierarchy.controllers().getFirst());
            List<String> aliases = new ArrayList<>();
            if (hierarchy.controllers().size() > 1) {
                for (Controller controller : hierarchy.controllers()) {
                    aliases.add(controller.kernelName());
                }
            }
            mounts.add(new CgroupMount(hierarchy.directoryName(), hierarchy.kernelNames(),
                    directory == null ? hierarchy.own() : directory.path(), aliases));
        }
        return mounts;
    }

    @Override
    public CgroupStats stats() {
        return new V1Stats(kernel, directories).read();
    }

    @Override
    public OomWatch watchOom() {
        CgroupDirectory directory = directories.get(Controller.MEMORY);
        if (directory == null) {
            throw CgroupFailed.failed("cannot watch for lack of memory: the container has no memory cgroup");
        }
        return new V1OomWatch(kernel, directory);
    }
}
