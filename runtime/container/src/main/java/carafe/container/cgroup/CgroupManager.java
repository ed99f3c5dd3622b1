package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.stats.CgroupStats;
import carafe.kernel.Kernel;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Map;

/**
 * The cgroup of one container. Errors are {@link carafe.container.CgroupFailed}s.
 *
 * <pre>
 *   create:  choose → create(pid of the servant) → placement().enter(servant) → servant.become(…, birthplace)
 *            → apply(resources), before the user program runs → state() into state.json
 *   later:   reopen(state) → freeze, update, killAll, …, delete
 * </pre>
 */
public sealed interface CgroupManager permits V1CgroupManager, V2CgroupManager,
        SystemdCgroupManager, NoCgroupManager {

    /** Decides by the host and the driver; touches nothing yet. */
    static CgroupManager choose(Kernel kernel, CgroupRequest request) {
        return switch (request.driver()) {
            case DISABLED -> new NoCgroupManager();
            case CGROUPFS -> chooseByMode(kernel, CgroupMode.of(kernel), request);
            case SYSTEMD -> SystemdCgroupManager.choose(kernel, CgroupMode.of(kernel), request);
        };
    }

    private static CgroupManager chooseByMode(Kernel kernel, CgroupMode mode, CgroupRequest request) {
        return mode == CgroupMode.V2 ? V2CgroupManager.choose(kernel, request)
                : V1CgroupManager.choose(kernel, mode, request);
    }

    /** The cgroup of a container that exists. */
    static CgroupManager reopen(Kernel kernel, CgroupState state) {
        return switch (state.driver()) {
            case DISABLED -> new NoCgroupManager();
            case SYSTEMD -> SystemdCgroupManager.reopen(kernel, state);
            case CGROUPFS -> state.isVersion2() ? new V2CgroupManager(kernel, state)
                    : new V1CgroupManager(kernel, state);
        };
    }

    /**
     * Makes the cgroup. If it fails half way, {@link #delete} removes what was made.
     *
     * @param pid of the process that the container's first process will descend from; systemd makes no scope without
     *     one and places it, for the other drivers it does not matter
     */
    void create(int pid);

    /** The way into the cgroup for the container's first process. */
    CgroupPlacement placement();

    /**
     * The way in for a further process.
     *
     * @param subCgroups paths below the container's cgroup by controller, as from {@link SubCgroups#parse}
     * @param initPid    the container's first process: on version 2 its cgroup is taken when the container's own cannot
     *     hold processes any more because the container made cgroups with controllers below it
     */
    CgroupPlacement execPlacement(Map<String, String> subCgroups, int initPid);

    /**
     * Sets all limits of a new container. Called as late as possible, as the device rules then also bind the set-up,
     * but before the user program runs.
     *
     * @param resources null for none; the device rules every container gets are set all the same
     */
    void apply(Resources resources);

    /** Changes limits of a container that runs; device rules are left alone. */
    void update(Resources resources);

    /** Returns when all processes are frozen. */
    void freeze();

    void thaw();

    /** Whether the container itself was frozen, rather than something above it. */
    boolean isFrozen();

    /** The pids of all processes in the cgroup and those below it, as this process's pid namespace has them. */
    List<Integer> processes();

    /** Kills all processes, frozen or not, and those they start meanwhile. Does not wait for their end. */
    void killAll();

    /**
     * Lets processes that were killed die although something froze them: a frozen process of version 1 takes no signal.
     * Only those of the container are thawed.
     *
     * @param initPid the container's first process, which somebody may have taken out of its cgroups; 0 for none
     */
    void letDie(int initPid);

    /** Removes the cgroup and those below it, waiting a little for processes that are just ending. */
    void delete();

    CgroupState state();

    /** What a mount of type {@code cgroup} shows inside the container; only before {@link #state} was saved. */
    List<CgroupMount> mounts();

    /** What is used now. */
    CgroupStats stats();

    /** Tells when the kernel kills processes for want of memory, and when the cgroup has ended. */
    OomWatch watchOom();
}
