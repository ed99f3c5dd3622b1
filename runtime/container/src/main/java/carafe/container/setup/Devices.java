package carafe.container.setup;

import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.container.setup.mount.MountApi;
import carafe.container.setup.mount.MountTarget;
import carafe.kernel.DeviceNumber;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.Ref;
import carafe.kernel.Stat;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.Device;
import carafe.spec.DeviceType;
import carafe.spec.Mount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The device nodes and links in the container's /dev: those the specification promises every container, and
 * {@code linux.devices}, which replace a promised one of the same path.
 *
 * <p>After the mounts, which bring the container's /dev; before pivot_root, because where no node may be made (in a
 * user namespace, or without CAP_MKNOD) the host's node is bound in its place. The umask must be 0, so that the nodes
 * get exactly their modes. A node that is bound is the host's own: its mode and owner are never touched.
 */
public final class Devices {
    private static final int DEFAULT_MODE = 0666;
    private static final List<Device> PROMISED = List.of(
            promised("/dev/null", 1, 3), promised("/dev/random", 1, 8), promised("/dev/full", 1, 7),
            promised("/dev/tty", 5, 0), promised("/dev/zero", 1, 5), promised("/dev/urandom", 1, 9));
    private static final String[][] LINKS = {
        {"/proc/self/fd", "fd"}, {"/proc/self/fd/0", "stdin"}, {"/proc/self/fd/1", "stdout"},
        {"/proc/self/fd/2", "stderr"}
    };

    private final Kernel kernel;
    private final MountApi api;
    private final RootedPath root;
    private final Collection<Device> devices;
    private final boolean inUserNamespace;

    /** @param devices linux.devices */
    public Devices(Kernel kernel, MountApi api, RootedPath root, List<Device> devices, boolean inUserNamespace) {
        this.kernel = kernel;
        this.api = api;
        this.root = root;
        this.devices = withPromised(devices);
        this.inUserNamespace = inUserNamespace;
    }

    private static Device promised(String path, int major, int minor) {
        return new Device(DeviceType.CHAR, path, major, minor, null, null, null);
    }

    /**
     * All that a container has.
     *
     * @param given linux.devices
     */
    public static Collection<Device> withPromised(List<Device> given) {
        Map<String, Device> byPath = new LinkedHashMap<>();
        for (Device device : PROMISED) {
            byPath.put(device.path(), device);
        }
        for (Device device : given) {
            byPath.put(RootedPath.clean(device.path()), device);
        }
        // that is a link to the one in the container's own devpts
        byPath.remove("/dev/ptmx");
        return byPath.values();
    }

    /** @param made what mknodat said; null if the host's node is to be bound */
    private record Node(Device device, Fd directory, String name, Ref made) {
    }

    /**
     * Null if it is the host's, whatever way that came to be in the container: nothing may be added there, and nothing
     * replaced.
     */
    private Fd openDev() {
        Fd dev = root.openIfPresent("/dev", Open.O_PATH | Open.O_DIRECTORY);
        PendingStat ours = kernel.allowing(Errno.EBADF).statLater(dev);
        PendingStat hosts = kernel.allowing(Errno.ENOENT).statLater(Fd.CWD, "/dev", 0);
        if (dev.failed()) {
            return root.directory("/dev");
        }
        boolean same = hosts.get() != null && hosts.get().device() == ours.get().device()
                && hosts.get().inode() == ours.get().inode();
        return same ? null : dev;
    }

    /** Whether the container has a /dev of its own; one that is bound from elsewhere has its nodes already. */
    public static boolean neededWith(List<Mount> mounts) {
        for (Mount mount : mounts) {
            if (mount.isBind() && RootedPath.clean(mount.destination()).equals("/dev")) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of the mounts is the container's /dev, so that nothing is made in the root file system itself. */
    public static boolean areInOneOf(List<Mount> mounts) {
        return mounts.stream().anyMatch(mount -> RootedPath.clean(mount.destination()).equals("/dev"));
    }

    public void create() {
        kernel.enter(StepKind.DEVICE_NODES);
        Fd dev = openDev();
        if (dev == null) {
            return;
        }
        List<Node> nodes = new ArrayList<>();
        for (Device device : devices) {
            Fd directory = RootedPath.parentOf(device.path()).equals("/dev") ? dev : root.parent(device.path());
            String name = RootedPath.nameOf(device.path());
            // a fifo is no device: anybody may make one
            boolean bind = inUserNamespace && device.type() != DeviceType.FIFO;
            nodes.add(new Node(device, directory, name, bind ? null : make(device, directory, name)));
        }
        Ref kcore = kernel.allowingAll().faccessat(Fd.CWD, "/proc/kcore", 0, 0);
        link(dev);
        for (Node node : nodes) {
            finish(node);
        }
        if (!kcore.failed()) {
            // nothing that a container was promised
            kernel.allowing(Errno.EEXIST, Errno.EROFS).symlinkat("/proc/kcore", dev, "core");
        }
        kernel.close(dev);
    }

    private Ref make(Device device, Fd directory, String name) {
        int mode = device.type().fileType() | modeOf(device);
        return kernel.allowing(Errno.EEXIST, Errno.EPERM).mknodat(directory, name, mode, numberOf(device));
    }

    private static int modeOf(Device device) {
        return device.fileMode() == null ? DEFAULT_MODE : device.fileMode() & 07777;
    }

    private static long numberOf(Device device) {
        return DeviceNumber.of(device.major(), device.minor());
    }

    private void finish(Node node) {
        if (node.made() == null || node.made().errno() == Errno.EPERM) {
            bindFromHost(node);
        } else if (!node.made().failed() && (node.device().uid() != null || node.device().gid() != null)) {
            changeOwner(node);
        }
    }

    /** Only of a node proven to be the one just made, as others may share the directory. */
    private void changeOwner(Node node) {
        Fd fd = kernel.openat(node.directory(), node.name(), Open.O_PATH | Open.O_NOFOLLOW);
        PendingStat stat = kernel.statLater(fd);
        boolean same = (stat.get().mode() & Stat.TYPE_MASK) == node.device().type().fileType()
                && (node.device().type() == DeviceType.FIFO || stat.get().rdev() == numberOf(node.device()));
        if (!same) {
            throw new SetupFailed(new Step(StepKind.DEVICE, node.device().path()),
                    "the node is not the one that was made", null);
        }
        kernel.fchownat(fd, "", idOf(node.device().uid()), idOf(node.device().gid()), FileCalls.AT_EMPTY_PATH);
        kernel.close(fd);
    }

    private static long idOf(Long id) {
        return id == null ? 0 : id;
    }

    private void bindFromHost(Node node) {
        String path = node.device().path();
        kernel.enter(StepKind.BIND_DEVICE, path);
        kernel.allowing(Errno.EEXIST).mknodat(node.directory(), node.name(), Stat.REGULAR, 0);
        Fd place = kernel.openat(node.directory(), node.name(), Open.O_PATH | Open.O_NOFOLLOW);
        kernel.close(api.bind(api.source(path, false), MountApi.PLAIN, new MountTarget(place, path)));
        kernel.close(place);
    }

    private void link(Fd dev) {
        for (String[] link : LINKS) {
            kernel.allowing(Errno.EEXIST).symlinkat(link[0], dev, link[1]);
        }
        // in an image that cannot be written, what is there already has to do
        kernel.allowing(Errno.ENOENT, Errno.EROFS).unlinkat(dev, "ptmx", 0);
        kernel.allowing(Errno.EEXIST).symlinkat("pts/ptmx", dev, "ptmx");
    }
}
