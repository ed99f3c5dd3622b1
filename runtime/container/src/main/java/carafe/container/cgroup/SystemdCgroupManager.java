package carafe.container.cgroup;

import carafe.container.cgroup.devices.DevicePolicy;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.stats.CgroupStats;
import carafe.container.cgroup.systemd.ContainerUnit;
import carafe.container.cgroup.systemd.UnitName;
import carafe.kernel.Kernel;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Map;

/** A unit of systemd, whose cgroup directories are then used like any others. */
final class SystemdCgroupManager implements CgroupManager {
    private final Kernel kernel;
    private final CgroupRequest request;
    private final ContainerUnit unit;
    private final CgroupManager files;
    private final boolean rootless;
    private boolean started;

    /**
     * @param request null for a container that was reopened
     */
    private SystemdCgroupManager(Kernel kernel, CgroupRequest request, ContainerUnit unit, CgroupManager files,
            boolean rootless) {
        this.kernel = kernel;
        this.started = request == null;
        this.request = request;
        this.unit = unit;
        this.files = files;
        this.rootless = rootless;
    }

    static SystemdCgroupManager choose(Kernel kernel, CgroupMode mode, CgroupRequest request) {
        ContainerUnit unit = new ContainerUnit(kernel, UnitName.of(request.cgroupsPath(), request.id()),
                request.rootless(), mode == CgroupMode.V2);
        CgroupRequest atUnit = new CgroupRequest(request.id(), unit.path(), CgroupDriver.CGROUPFS, request.rootless(),
                request.resources(), request.annotations(), request.owner());
        CgroupManager files = mode == CgroupMode.V2 ? V2CgroupManager.choose(kernel, atUnit)
                : V1CgroupManager.choose(kernel, mode, atUnit);
        return new SystemdCgroupManager(kernel, request, unit, files, request.rootless());
    }

    static SystemdCgroupManager reopen(Kernel kernel, CgroupState state) {
        boolean version2 = state.isVersion2();
        String directory = state.paths().get(version2 ? "" : "name=systemd");
        ContainerUnit unit = new ContainerUnit(kernel, UnitName.ofDirectory(directory == null ? "" : directory),
                state.rootless(), version2);
        CgroupManager files = version2 ? new V2CgroupManager(kernel, state) : new V1CgroupManager(kernel, state);
        return new SystemdCgroupManager(kernel, null, unit, files, state.rootless());
    }

    @Override
    public void create(int pid) {
        unit.start(request.id(), pid, request.annotations(), request.resources());
        started = true;
        // what systemd does not manage: other hierarchies, controllers it does not enable, the owner
        files.create(pid);
    }

    @Override
    public CgroupPlacement placement() {
        // on version 2 systemd has placed the process; on version 1 only in the hierarchies it manages
        return files instanceof V2CgroupManager ? CgroupPlacement.NOWHERE : files.placement();
    }

    /** An unprivileged user may not move processes from his session to his manager's units; the manager may. */
    @Override
    public CgroupPlacement execPlacement(Map<String, String> subCgroups, int initPid) {
        CgroupPlacement direct = files.execPlacement(subCgroups, initPid);
        if (!rootless || direct.mayBeEntered(kernel)) {
            return direct;
        }
        String sub = subCgroups.getOrDefault("", "/");
        return CgroupPlacement.through(pid -> unit.attach(sub, pid));
    }

    @Override
    public void apply(Resources wanted) {
        // limits came with the unit
        unit.restrict(DevicePolicy.ofContainer(wanted == null ? List.of() : wanted.devices()));
        files.apply(wanted == null ? null : ContainerUnit.asRounded(wanted));
    }

    @Override
    public void update(Resources wanted) {
        if (files instanceof V2CgroupManager version2) {
            Resources complete = version2.complete(wanted);
            unit.limit(complete);
            files.update(ContainerUnit.asRounded(complete));
            return;
        }
        limitFrozen(wanted);
        files.update(ContainerUnit.asRounded(wanted));
    }

    /**
     * On version 1 systemd sets device rules anew with every change, and denies everything for a moment: no process of
     * the container may open a device then.
     */
    private void limitFrozen(Resources wanted) {
        boolean wasFrozen = files.isFrozen();
        files.freeze();
        try {
            unit.limit(wanted);
        } finally {
            if (!wasFrozen) {
                files.thaw();
            }
        }
    }

    @Override
    public void freeze() {
        files.freeze();
    }

    @Override
    public void thaw() {
        files.thaw();
    }

    @Override
    public boolean isFrozen() {
        return files.isFrozen();
    }

    @Override
    public List<Integer> processes() {
        return files.processes();
    }

    @Override
    public void killAll() {
        files.killAll();
    }

    @Override
    public void letDie(int initPid) {
        files.letDie(initPid);
    }

    @Override
    public void delete() {
        try {
            if (started) {
                unit.stop();
            }
        } finally {
            // some directories are not systemd's, and old versions leave what was made below
            files.delete();
            unit.close();
        }
    }

    @Override
    public CgroupState state() {
        CgroupState state = files.state();
        return new CgroupState(CgroupDriver.SYSTEMD, state.paths(), state.rootless());
    }

    @Override
    public List<CgroupMount> mounts() {
        return files.mounts();
    }

    @Override
    public CgroupStats stats() {
        return files.stats();
    }

    @Override
    public OomWatch watchOom() {
        return files.watchOom();
    }
}
