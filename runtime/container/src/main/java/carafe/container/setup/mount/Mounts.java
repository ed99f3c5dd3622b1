package carafe.container.setup.mount;

import carafe.container.Notices;
import carafe.container.path.RootedPath;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.spec.json.Finding;
import carafe.spec.mount.ParsedOptions;
import carafe.spec.mount.Propagation;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the mounts of config.json, in the order of the list.
 *
 * <p>{@link #mountAll} stands after {@link RootFilesystem#prepare}, whose descriptor all targets are resolved with, and
 * before devices, hooks and pivot_root: sources are paths of the host. {@link #finish} stands after everything that
 * writes into mounts, such as device nodes and the console.
 */
public final class Mounts {
    private final Kernel kernel;
    private final MountApi api;
    private final RootedPath root;
    private final MountTargets targets;
    private final List<MountRequest> mounts;
    private final BindMounts binds;
    private final TmpfsMounts tmpfs;
    private final CgroupMounts cgroups;
    private final FileSystemMounts fileSystems;
    private final List<Fd> readonlyAtLast = new ArrayList<>();

    /**
     * @param inUserNamespace whether the container has, or the runtime runs in, a user namespace that is not the
     *                        initial one
     */
    public Mounts(Kernel kernel, MountApi api, RootedPath root, List<MountRequest> mounts, MountSources sources,
            CgroupView cgroupView, boolean inUserNamespace) {
        this.kernel = kernel;
        this.api = api;
        this.mounts = mounts;
        this.root = root;
        this.targets = new MountTargets(kernel, root, mounts);
        this.binds = new BindMounts(kernel, api, targets, sources);
        this.tmpfs = new TmpfsMounts(kernel, api, targets);
        this.cgroups = new CgroupMounts(kernel, api, targets, binds, cgroupView, inUserNamespace);
        this.fileSystems = new FileSystemMounts(kernel, api, targets, binds, inUserNamespace);
    }

    /** Tells of options of bind mounts that mean nothing, as they are for a file system. */
    public static void tellOfIgnored(List<MountRequest> mounts, Notices notices) {
        for (MountRequest mount : mounts) {
            ParsedOptions options = mount.options();
            if (options.isBind() && !options.data().isEmpty()) {
                notices.warning("mount " + mount.mount().destination() + ": " + Finding.quoted(options.dataText())
                        + " is ignored, as file system options mean nothing to a bind mount");
            }
        }
    }

    public void mountAll() {
        kernel.enter(StepKind.MOUNT_TARGETS);
        targets.lookAhead();
        for (MountRequest mount : mounts) {
            mount(mount);
        }
    }

    private void mount(MountRequest request) {
        kernel.enter(StepKind.MOUNT, request.path(), request.pointer());
        ProcMounts.check(request);
        boolean readonlyLater = request.readonly() && staysWritable(request);
        boolean covers = request.path().equals("/");
        if (covers) {
            // else the mount on it would be shared, too, and could not become the container's root (pivot_root(2))
            api.propagate(root.root(), Propagation.PRIVATE);
        }
        Fd mount = attach(readonlyLater ? request.asWritable() : request);
        if (mount == Fd.NONE) {
            return;
        }
        ParsedOptions options = request.options();
        for (Propagation propagation : options.propagation()) {
            // after attaching because a mount below a shared one becomes shared by that
            api.propagate(mount, propagation);
        }
        if (options.changesTree()) {
            api.changeTree(mount, options.recursiveSet(), options.recursiveClear());
        }
        if (covers) {
            root.moveOnto(mount);
        }
        targets.covered(request, request.type().equals("tmpfs") && !options.isBind() && !options.copyUp());
        if (readonlyLater) {
            readonlyAtLast.add(mount);
        } else {
            kernel.close(mount);
        }
    }

    private Fd attach(MountRequest request) {
        if (request.options().isBind()) {
            return binds.mount(request);
        }
        return switch (request.type()) {
            case "tmpfs" -> tmpfs.mount(request);
            case "proc", "sysfs" -> fileSystems.mountTrusted(request);
            case "mqueue" -> fileSystems.mountMqueue(request);
            case "devpts" -> fileSystems.mountDevpts(request);
            case "cgroup", "cgroup2" -> cgroups.mount(request);
            default -> fileSystems.mount(request);
        };
    }

    /** Device nodes, and whatever hooks add, still have to go in there. */
    private static boolean staysWritable(MountRequest request) {
        return !request.options().isBind() && (request.type().equals("tmpfs") || request.path().equals("/dev"));
    }

    /** Makes read-only what had to stay writable until now. */
    public void finish() {
        kernel.enter(StepKind.READONLY_MOUNTS);
        for (Fd mount : readonlyAtLast) {
            api.makeReadonly(mount);
            kernel.close(mount);
        }
        readonlyAtLast.clear();
    }
}
