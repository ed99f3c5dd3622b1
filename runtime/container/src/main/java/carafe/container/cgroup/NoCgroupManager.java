package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.stats.CgroupStats;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Map;

/**
 * The container stays in the cgroup of whoever started the runtime, as Podman asks for with {@code --cgroups=disabled}.
 */
final class NoCgroupManager implements CgroupManager {
    @Override
    public void create(int pid) {
        // nothing to make
    }

    @Override
    public CgroupPlacement placement() {
        return CgroupPlacement.NOWHERE;
    }

    @Override
    public CgroupPlacement execPlacement(Map<String, String> subCgroups, int initPid) {
        if (!subCgroups.isEmpty()) {
            throw unavailable("join a sub-cgroup of");
        }
        return CgroupPlacement.NOWHERE;
    }

    @Override
    public void apply(Resources resources) {
        // engines that disable cgroups still send the resources they would have set
    }

    @Override
    public void update(Resources resources) {
        throw unavailable("update");
    }

    @Override
    public void freeze() {
        throw unavailable("pause");
    }

    @Override
    public void thaw() {
        throw unavailable("resume");
    }

    @Override
    public boolean isFrozen() {
        return false;
    }

    @Override
    public List<Integer> processes() {
        return List.of();
    }

    @Override
    public void letDie(int initPid) {
        // there is nothing to thaw
    }

    @Override
    public void killAll() {
        // which processes are the container's is only known through its pid namespace
    }

    @Override
    public void delete() {
        // nothing was made
    }

    @Override
    public CgroupState state() {
        return new CgroupState(CgroupDriver.DISABLED, Map.of(), true);
    }

    @Override
    public List<CgroupMount> mounts() {
        return List.of();
    }

    @Override
    public CgroupStats stats() {
        throw unavailable("count what is used by");
    }

    @Override
    public OomWatch watchOom() {
        throw unavailable("watch");
    }

    private static CgroupFailed unavailable(String verb) {
        return CgroupFailed.failed("cannot " + verb + " the container: it was created without a cgroup");
    }
}
