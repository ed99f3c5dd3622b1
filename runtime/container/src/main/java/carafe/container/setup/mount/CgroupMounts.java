package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.cgroup.fs.UnifiedOptions;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import java.util.List;

/**
 * Mounts of type cgroup. Version 2 is one file system; version 1 is a tmpfs with a directory per hierarchy. In a cgroup
 * namespace of its own the container gets fresh mounts that begin at its cgroup; else its cgroup's directories are
 * bound.
 */
final class CgroupMounts {
    private static final String HOST_UNIFIED = "/sys/fs/cgroup";
    private static final long TMPFS_FLAGS = MsFlag.MS_NOSUID | MsFlag.MS_NODEV | MsFlag.MS_NOEXEC;
    private static final int DIRECTORY_MODE = 0755;

    private final Kernel kernel;
    private final MountApi api;
    private final MountTargets targets;
    private final BindMounts binds;
    private final CgroupView view;
    private final boolean inUserNamespace;

    CgroupMounts(Kernel kernel, MountApi api, MountTargets targets, BindMounts binds, CgroupView view,
            boolean inUserNamespace) {
        this.kernel = kernel;
        this.api = api;
        this.targets = targets;
        this.binds = binds;
        this.view = view;
        this.inUserNamespace = inUserNamespace;
    }

    Fd mount(MountRequest request) {
        return view.unified() ? mountUnified(request) : mountHierarchies(request);
    }

    private Fd mountUnified(MountRequest request) {
        MountTarget target = targets.open(request, () -> true);
        kernel.flush();
        try {
            Fd mount = api.mount(new FileSystem("cgroup2", request.mount().source(), request.options().flags(),
                    unifiedOptions(request), null), target);
            kernel.flush();
            kernel.close(target.fd());
            return mount;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EPERM && e.errno() != Errno.EBUSY) {
                throw e;
            }
        }
        // a user namespace that does not own the cgroup namespace may not mount it
        boolean own = view.ownNamespace() && view.unifiedPath() != null;
        // the whole hierarchy only read-only: it may be writable for the user who runs us (CVE-2023-25809)
        MountRequest bind = own || !inUserNamespace ? request : request.asReadonly();
        return binds.mountInstead(bind, target, own ? view.unifiedPath() : HOST_UNIFIED);
    }

    /** Never those of config.json alone in the host's cgroup namespace, see {@link UnifiedOptions}. */
    private List<String> unifiedOptions(MountRequest request) {
        List<String> wanted = request.options().data();
        if (view.hostOptions() == null) {
            return wanted;
        }
        for (String option : wanted) {
            if (!view.hostOptions().contains(option)) {
                throw new SetupFailed(new Step(StepKind.MOUNT, request.path(), request.pointer() + "/options"),
                        "\"" + option + "\" would change the cgroup2 options of the whole host", null);
            }
        }
        return view.hostOptions();
    }

    private Fd mountHierarchies(MountRequest request) {
        MountTarget target = targets.open(request, () -> true);
        Fd tmpfs = api.mount(new FileSystem("tmpfs", "tmpfs", TMPFS_FLAGS, List.of("mode=755"), null), target);
        kernel.close(target.fd());
        for (CgroupView.Hierarchy hierarchy : view.hierarchies()) {
            mountHierarchy(request, hierarchy, tmpfs);
            linkControllers(hierarchy, tmpfs);
        }
        return tmpfs;
    }

    private void mountHierarchy(MountRequest request, CgroupView.Hierarchy hierarchy, Fd tmpfs) {
        kernel.mkdirat(tmpfs, hierarchy.name(), DIRECTORY_MODE);
        Fd directory = kernel.openat(tmpfs, hierarchy.name(), Open.O_PATH | Open.O_DIRECTORY | Open.O_NOFOLLOW);
        MountTarget target = new MountTarget(directory, request.path() + "/" + hierarchy.name());
        Fd mount;
        if (view.ownNamespace()) {
            long readonly = request.options().flags() & MsFlag.MS_RDONLY;
            // named hierarchies go by their name
            String source = hierarchy.options().startsWith("name=") ? hierarchy.name() : "cgroup";
            mount = api.mount(new FileSystem("cgroup", source, TMPFS_FLAGS | readonly,
                    List.of(hierarchy.options()), null), target);
        } else {
            ParsedOptions options = request.asBind(hierarchy.directory()).options();
            mount = api.bind(api.source(hierarchy.directory(), true), options, target);
        }
        kernel.close(mount);
        kernel.close(directory);
    }

    /** Controllers that share a hierarchy can also be found by their own names. */
    private void linkControllers(CgroupView.Hierarchy hierarchy, Fd tmpfs) {
        if (hierarchy.name().indexOf(',') < 0) {
            return;
        }
        for (String controller : hierarchy.name().split(",")) {
            kernel.allowing(Errno.EEXIST).symlinkat(hierarchy.name(), tmpfs, controller);
        }
    }
}
