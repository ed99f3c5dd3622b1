package carafe.container.cgroup.fs;

import carafe.container.CgroupFailed;
import carafe.container.path.MountTable;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Finds the hierarchies of a version 1 or hybrid host. */
public final class V1Hierarchies {
    private final Kernel kernel;
    private List<MountTable.Mount> mounts;

    private V1Hierarchies(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Those that are mounted somewhere this process can see. */
    public static List<V1Hierarchy> find(Kernel kernel, CgroupMode mode) {
        V1Hierarchies search = new V1Hierarchies(kernel);
        List<V1Hierarchy> found = new ArrayList<>();
        for (OwnCgroups.Entry entry : OwnCgroups.ofSelf(kernel)) {
            V1Hierarchy hierarchy = search.locate(entry, mode);
            if (hierarchy != null) {
                found.add(hierarchy);
            }
        }
        return found;
    }

    /** The cgroup of this process in the hierarchy of the freezer, which is not frozen as long as it runs. */
    public static CgroupDirectory ownFreezer(Kernel kernel) {
        for (V1Hierarchy hierarchy : find(kernel, CgroupMode.of(kernel))) {
            if (hierarchy.has(Controller.FREEZER)) {
                return new CgroupDirectory(kernel, hierarchy.own());
            }
        }
        throw CgroupFailed.failed("no hierarchy of the freezer is mounted");
    }

    private V1Hierarchy locate(OwnCgroups.Entry entry, CgroupMode mode) {
        List<Controller> controllers = new ArrayList<>();
        for (String name : entry.controllers().split(",")) {
            Controller controller = Controller.of(name);
            if (controller != null) {
                controllers.add(controller);
            }
        }
        if (controllers.isEmpty()) {
            return null;
        }
        if (controllers.getFirst() == Controller.UNIFIED) {
            // as runc: relative paths start at its root, because the runtime's own cgroup may not have children here
            return mode == CgroupMode.HYBRID
                    ? new V1Hierarchy(controllers, CgroupMode.HYBRID_ROOT, CgroupMode.HYBRID_ROOT) : null;
        }
        String usual = CgroupMode.ROOT + "/" + usualName(controllers.getFirst());
        boolean isUsual = kernel.allowingAll().fileSystemType(usual) == CgroupMode.CGROUP_SUPER_MAGIC;
        if (isUsual && (entry.path().equals("/") || isDirectory(join(usual, entry.path())))) {
            return new V1Hierarchy(controllers, usual, join(usual, entry.path()));
        }
        MountTable.Mount mount = mountOf(controllers.getFirst().kernelName());
        if (mount == null) {
            return null;
        }
        // in a container without a cgroup namespace only a part of the hierarchy is mounted, and the path of this
        // process is still shown from the root of all
        String own = below(mount.root(), entry.path());
        return new V1Hierarchy(controllers, mount.mountpoint(), join(mount.mountpoint(), own));
    }

    /** The first mount of the hierarchy that has this controller, or null. */
    private MountTable.Mount mountOf(String controller) {
        if (mounts == null) {
            mounts = MountTable.read(kernel);
        }
        for (MountTable.Mount mount : mounts) {
            if (mount.type().equals("cgroup") && mount.options().contains(controller)) {
                return mount;
            }
        }
        return null;
    }

    /** Hierarchies with several controllers have a symlink for each of them. */
    private static String usualName(Controller controller) {
        return controller == Controller.SYSTEMD ? "systemd" : controller.kernelName();
    }

    private boolean isDirectory(String path) {
        return !kernel.allowingAll().faccessat(Fd.CWD, path, 0, 0).failed();
    }

    static String below(String root, String path) {
        if (root.equals("/")) {
            return path;
        }
        return path.equals(root) || path.startsWith(root + "/") ? path.substring(root.length()) : "/";
    }

    private static String join(String mountpoint, String path) {
        return path.equals("/") || path.isEmpty() ? mountpoint : mountpoint + path;
    }
}
