package carafe.container.cgroup;

import java.util.Map;

/**
 * What has to be kept to find a container's cgroup again.
 *
 * @param paths    absolute directories by version 1 controller ({@code name=systemd} for systemd's hierarchy); an empty
 *     name is version 2, beside the others on a hybrid host
 * @param rootless as in {@link CgroupRequest}
 */
public record CgroupState(CgroupDriver driver, Map<String, String> paths, boolean rootless) {
    /** Whether there is none, for want of rights rather than because the caller wants none. */
    public boolean isMissing() {
        return paths.isEmpty() && driver != CgroupDriver.DISABLED;
    }

    /** Whether all there is is one version 2 directory. */
    boolean isVersion2() {
        return paths.size() == 1 && paths.containsKey("");
    }
}
