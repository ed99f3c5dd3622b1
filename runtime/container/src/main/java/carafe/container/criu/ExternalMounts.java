package carafe.container.criu;

import carafe.container.path.RootedPath;
import carafe.container.setup.Devices;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.Config;
import carafe.spec.Device;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import carafe.spec.mount.ParsedOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Mounts of a container whose content is the host's: CRIU saves only that they are there, and what they are to be
 * bound from is told again at restore.
 *
 * <pre>
 *   checkpoint   mount point → name          the name is the mount point, or /dev/null for a masked file
 *   restore      name        → host's path
 * </pre>
 */
public final class ExternalMounts {
    private static final String NULL_DEVICE = "/dev/null";

    private final List<External> all = new ArrayList<>();

    private record External(String key, String value) {
    }

    /**
     * For saving a container that runs.
     *
     * @param pid of its first process
     */
    static ExternalMounts ofRunning(Kernel kernel, Config config, int pid) {
        ExternalMounts mounts = new ExternalMounts();
        Fd top = kernel.openat(Fd.CWD, "/proc/" + pid + "/root", Open.O_PATH | Open.O_DIRECTORY);
        MountPoints points = new MountPoints(kernel, new RootedPath(kernel, top));
        MountedCgroups cgroups = MountedCgroups.of(kernel, pid);
        for (Mount mount : config.mounts()) {
            String point = points.actual(mount.destination());
            if (ParsedOptions.of(mount.options()).isBind()) {
                mounts.add(point, point);
            } else if (bindsCgroups(config, mount)) {
                for (String hierarchy : cgroups.below(point)) {
                    mounts.add(hierarchy, hierarchy);
                }
            }
        }
        for (String path : config.linux().maskedPaths()) {
            if (points.isFile(path)) {
                mounts.add(path, NULL_DEVICE);
            }
        }
        mounts.addDevices(config);
        kernel.close(top);
        return mounts;
    }

    /**
     * For restoring.
     *
     * @param destinations the actual mount point of each of the config's mounts
     * @param cgroups      name below a cgroup mount → the container's directory on the host, where it is bound
     */
    public static ExternalMounts toRestore(Config config, String bundle, List<String> destinations,
            Map<String, String> cgroups) {
        ExternalMounts mounts = new ExternalMounts();
        for (int i = 0; i < destinations.size(); i++) {
            Mount mount = config.mounts().get(i);
            if (ParsedOptions.of(mount.options()).isBind()) {
                mounts.add(destinations.get(i), mount.source().startsWith("/") ? mount.source()
                        : bundle + "/" + mount.source());
            } else if (bindsCgroups(config, mount)) {
                for (Map.Entry<String, String> cgroup : cgroups.entrySet()) {
                    mounts.add(destinations.get(i) + "/" + cgroup.getKey(), cgroup.getValue());
                }
            }
        }
        if (!config.linux().maskedPaths().isEmpty()) {
            mounts.add(NULL_DEVICE, NULL_DEVICE);
        }
        mounts.addDevices(config);
        return mounts;
    }

    /** Where nodes cannot be made, those of the host are bound; CRIU takes no notice of those that are no mounts. */
    private void addDevices(Config config) {
        Collection<Device> devices = config.linux().namespace(NamespaceType.USER) == null
                ? config.linux().devices() : Devices.withPromised(config.linux().devices());
        for (Device device : devices) {
            add(device.path(), device.path());
        }
    }

    /** Version 1 in the host's cgroup namespace; what is mounted anew in its own, CRIU knows how to mount. */
    private static boolean bindsCgroups(Config config, Mount mount) {
        return config.linux().namespace(NamespaceType.CGROUP) == null
                && ("cgroup".equals(mount.type()) || "cgroup2".equals(mount.type()));
    }

    private void add(String key, String value) {
        all.add(new External(key, value));
    }

    void addTo(CriuRequest request) {
        for (External mount : all) {
            request.add(CriuOption.EXTERNAL_MOUNT, mount.key, mount.value);
        }
    }
}
