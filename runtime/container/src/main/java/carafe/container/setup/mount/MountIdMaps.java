package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.process.IdMaps;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.IdMapping;
import carafe.spec.Linux;
import carafe.spec.Mount;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;
import java.util.ArrayList;
import java.util.List;

/**
 * User namespaces that stand for the id mappings of mounts ({@code uidMappings}, {@code gidMappings}, the options idmap
 * and ridmap). The kernel takes a mapping in the form of a user namespace only, and a namespace needs a process; so a
 * helper process lives until the mounts have taken their mappings.
 */
public final class MountIdMaps implements AutoCloseable {
    private final LocalKernel local;
    private final String[] paths;
    private final List<Helper> helpers = new ArrayList<>();

    private record Helper(List<IdMapping> uids, List<IdMapping> gids, Servant process) {
    }

    /** Whether any mount maps ids. */
    public static boolean wanted(List<MountRequest> mounts) {
        return first(mounts) != null;
    }

    /** For a runtime that is not the host's root: only the owner of a file system may map its ids. */
    public static void refuse(List<MountRequest> mounts) {
        MountRequest mount = first(mounts);
        if (mount != null) {
            throw new SetupFailed(new Step(StepKind.MAP_MOUNT_IDS, "a mount", mount.pointer()),
                    "an idmapped mount takes a privileged runtime", null);
        }
    }

    private static MountRequest first(List<MountRequest> mounts) {
        for (MountRequest mount : mounts) {
            if (mount.mapsIds()) {
                return mount;
            }
        }
        return null;
    }

    /** Starts a helper for each mapping the mounts ask for; normally none. */
    public MountIdMaps(LocalKernel local, List<MountRequest> mounts, Linux linux) {
        this.local = local;
        this.paths = new String[mounts.size()];
        for (MountRequest request : mounts) {
            if (request.mapsIds()) {
                paths[request.index()] = namespaceOf(request, linux);
            }
        }
    }

    private String namespaceOf(MountRequest request, Linux linux) {
        Mount mount = request.mount();
        if (!mount.uidMappings().isEmpty()) {
            return namespaceFor(request.pointer(), mount.uidMappings(), mount.gidMappings());
        }
        // without mappings of its own, a mount is mapped as the container's processes are
        Namespace joined = linux.namespace(NamespaceType.USER);
        return joined != null && joined.path() != null ? joined.path()
                : namespaceFor(request.pointer(), linux.uidMappings(), linux.gidMappings());
    }

    private String namespaceFor(String pointer, List<IdMapping> uids, List<IdMapping> gids) {
        if (uids.isEmpty()) {
            throw new SetupFailed(new Step(StepKind.MAP_MOUNT_IDS, "a mount", pointer + "/options"),
                    "neither the mount nor the container has id mappings", null);
        }
        for (Helper helper : helpers) {
            if (helper.uids().equals(uids) && helper.gids().equals(gids)) {
                return path(helper);
            }
        }
        Helper helper = new Helper(uids, gids, Servant.spawn(local));
        helpers.add(helper);
        helper.process().enter(StepKind.MAP_MOUNT_IDS, "a mount", pointer + "/uidMappings");
        helper.process().unshare(ProcessCalls.CLONE_NEWUSER);
        helper.process().prctl(ProcessCalls.PR_SET_DUMPABLE, 1);
        helper.process().flush();
        new IdMaps(local, uids, gids).write(helper.process().pid());
        return path(helper);
    }

    private static String path(Helper helper) {
        return "/proc/" + helper.process().pid() + "/ns/user";
    }

    /** The /proc/PID/ns/user file for the mount at this place in the list; null if it maps no ids. */
    String pathFor(int index) {
        return paths[index];
    }

    /** For a kernel without mount_setattr(2). */
    public void requireNone() {
        for (int i = 0; i < paths.length; i++) {
            if (paths[i] != null) {
                throw new SetupFailed(new Step(StepKind.MAP_MOUNT_IDS, "a mount", "/mounts/" + i), "mount_setattr is missing",
                        "needs Linux 5.12");
            }
        }
    }

    /** Ends the helpers; the mounts keep what they took. */
    @Override
    public void close() {
        for (Helper helper : helpers) {
            helper.process().kill();
        }
        helpers.clear();
    }
}
