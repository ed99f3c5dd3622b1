package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.devices.DevicePolicy;
import carafe.container.cgroup.devices.V2Devices;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.fs.OwnCgroups;
import carafe.container.cgroup.limits.V2Limits;
import carafe.container.cgroup.limits.V2Update;
import carafe.container.cgroup.stats.CgroupStats;
import carafe.container.cgroup.stats.V2Stats;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Map;

/** One directory in the version 2 hierarchy. */
final class V2CgroupManager implements CgroupManager {
    private final Kernel kernel;
    private final boolean rootless;
    /** A missing right to make or join is no error until something is asked of the cgroup. */
    private final boolean forgiving;
    private final Resources resources;
    private final long owner;
    private final String path;
    /** Null if the container has to do without. */
    private CgroupDirectory directory;

    private V2CgroupManager(Kernel kernel, String path, CgroupRequest request) {
        this.kernel = kernel;
        this.rootless = request.rootless();
        this.forgiving = request.forgivesMissingRights();
        this.resources = request.resources();
        this.owner = request.owner();
        this.path = path;
        this.directory = new CgroupDirectory(kernel, path);
    }

    V2CgroupManager(Kernel kernel, CgroupState state) {
        this.kernel = kernel;
        this.rootless = state.rootless();
        this.forgiving = state.rootless();
        this.resources = null;
        this.owner = CgroupRequest.NO_OWNER;
        this.path = state.paths().getOrDefault("", "");
        this.directory = path.isEmpty() ? null : new CgroupDirectory(kernel, path);
    }

    static V2CgroupManager choose(Kernel kernel, CgroupRequest request) {
        String inner = CgroupPath.of(request.cgroupsPath(), request.id());
        V2CgroupManager manager = new V2CgroupManager(kernel,
                CgroupMode.ROOT + (inner.startsWith("/") ? "" : beside(kernel) + "/") + inner, request);
        CgroupTree.refuseIfInUse(manager.directory);
        return manager;
    }

    /** The parent of this process's cgroup: its own holds processes, so it cannot hand controllers down. */
    private static String beside(Kernel kernel) {
        String own = OwnCgroups.unified(OwnCgroups.ofSelf(kernel));
        return own == null ? "" : own.substring(0, Math.max(own.lastIndexOf('/'), 0));
    }

    @Override
    public void create(int pid) {
        kernel.enter(StepKind.MAKE_CGROUP);
        int errno = directory.tryMakeWithParents();
        if (errno == Errno.EEXIST && forgiving && !directory.mayBeJoined()) {
            // somebody else's, which we could not remove either
            errno = Errno.EACCES;
        }
        if (errno != 0 && errno != Errno.EEXIST) {
            giveUp(errno);
            return;
        }
        V2Controllers.enable(kernel, directory);
        V2Controllers.settleType(directory, resources);
        if (owner != CgroupRequest.NO_OWNER) {
            Delegation.handOver(kernel, directory, owner);
        }
    }

    private void giveUp(int errno) {
        CgroupFailed problem = CgroupFailed.notMade(path, errno);
        if (!forgiving || !problem.isPermission()) {
            throw problem;
        }
        String asked = resources == null ? null : V2Limits.askedBy(resources);
        if (asked != null) {
            throw CgroupFailed.invalid(asked, "rootless needs no limits + no cgrouppath when no permission is "
                    + "granted for cgroups: " + problem.getMessage());
        }
        directory = null;
    }

    @Override
    public CgroupPlacement placement() {
        return directory == null ? CgroupPlacement.NOWHERE : new CgroupPlacement(List.of(), directory, forgiving);
    }

    @Override
    public CgroupPlacement execPlacement(Map<String, String> subCgroups, int initPid) {
        if (!subCgroups.isEmpty()) {
            String sub = subCgroups.get("");
            if (sub == null) {
                throw CgroupFailed.invalid("", "--cgroup takes no controllers on cgroup v2");
            }
            if (directory == null) {
                throw CgroupFailed.failed("cannot join a sub-cgroup: the container has no cgroup");
            }
            return new CgroupPlacement(List.of(), SubCgroups.existing(kernel, path, sub), forgiving);
        }
        if (directory == null) {
            return CgroupPlacement.NOWHERE;
        }
        // null: the container, which had the right to, has moved away and removed it
        String handedDown = directory.readIfThere("cgroup.subtree_control");
        if (handedDown != null && handedDown.isEmpty()) {
            return placement();
        }
        String init = ofInit(initPid);
        return init == null ? placement()
                : new CgroupPlacement(List.of(), new CgroupDirectory(kernel, init), forgiving);
    }

    private String ofInit(int initPid) {
        try {
            String own = OwnCgroups.unified(OwnCgroups.of(kernel, initPid));
            return own == null ? null : CgroupMode.ROOT + own;
        } catch (ErrnoException e) {
            // ended meanwhile; the exec will fail for that reason
            return null;
        }
    }

    @Override
    public void apply(Resources wanted) {
        if (directory != null) {
            applyDevices(wanted);
        }
        if (wanted != null) {
            limit(wanted);
        }
    }

    private void applyDevices(Resources wanted) {
        DevicePolicy policy = DevicePolicy.ofContainer(wanted == null ? List.of() : wanted.devices());
        try {
            V2Devices.apply(kernel, directory, policy);
        } catch (ErrnoException e) {
            // in a user namespace nobody may load programs, and nobody can make device nodes either
            if (!rootless) {
                throw e;
            }
        }
    }

    @Override
    public void update(Resources wanted) {
        limit(complete(wanted));
    }

    Resources complete(Resources wanted) {
        return directory == null ? wanted : V2Update.complete(directory, wanted);
    }

    private void limit(Resources wanted) {
        if (directory != null) {
            V2Limits.apply(directory, wanted);
            return;
        }
        String asked = V2Limits.askedBy(wanted);
        if (asked != null || !wanted.unified().isEmpty()) {
            throw CgroupFailed.invalid(asked == null ? "/linux/resources/unified" : asked,
                    "cannot set limits: container could not join or create cgroup");
        }
    }

    @Override
    public void freeze() {
        V2Freezer.freeze(kernel, required("pause"));
    }

    @Override
    public void thaw() {
        V2Freezer.thaw(required("resume"));
    }

    private CgroupDirectory required(String verb) {
        if (directory == null) {
            throw CgroupFailed.failed("cannot " + verb + " the container: it has no cgroup");
        }
        return directory;
    }

    @Override
    public boolean isFrozen() {
        return directory != null && V2Freezer.isFrozen(directory);
    }

    @Override
    public List<Integer> processes() {
        return directory == null ? List.of() : CgroupTree.processes(directory);
    }

    @Override
    public void killAll() {
        if (directory == null) {
            return;
        }
        int errno = directory.tryWrite("cgroup.kill", "1", "");
        if (errno == Errno.ENOENT && directory.exists()) {
            CgroupKill.freezeAndKill(kernel, this, directory.has("cgroup.freeze"));
        } else if (errno != 0 && errno != Errno.ENOENT) {
            throw directory.refused("cgroup.kill", "1", "", errno);
        }
    }

    @Override
    public void letDie(int initPid) {
        // a frozen process dies, but that is how version 1 leaves a container, too
        if (isFrozen()) {
            thaw();
        }
    }

    @Override
    public void delete() {
        if (directory != null) {
            CgroupTree.remove(kernel, directory);
        }
    }

    @Override
    public CgroupState state() {
        return new CgroupState(CgroupDriver.CGROUPFS, directory == null ? Map.of() : Map.of("", path), rootless);
    }

    @Override
    public List<CgroupMount> mounts() {
        return List.of(new CgroupMount("", "", directory == null ? CgroupMode.ROOT : path, List.of()));
    }

    @Override
    public CgroupStats stats() {
        return new V2Stats(kernel, required("count")).read();
    }

    @Override
    public OomWatch watchOom() {
        return new V2OomWatch(kernel, required("watch"));
    }
}
