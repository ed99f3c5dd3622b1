package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupMode;
import java.util.Map;

/**
 * What has to be kept to find a container's cgroup again.
 *
 * @param paths    absolute directories by version 1 controller ({@code name=systemd} for systemd's hierarchy, an empty
 *     name for version 2)
 * @param rootless as in {@link CgroupRequest}
 * @param unit     the systemd unit, null unless the driver is systemd
 */
public record CgroupState(
        CgroupDriver driver,
        CgroupMode mode,
        Map<String, String> paths,
        boolean rootless,
        String unit) {
}
