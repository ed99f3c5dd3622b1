package carafe.container.cgroup;

import carafe.spec.resources.Resources;
import java.util.Map;

/**
 * What is known of a container before its cgroup is made.
 *
 * @param id          of the container
 * @param cgroupsPath {@code linux.cgroupsPath}, null if absent
 * @param rootless    the user may lack the right to make cgroups: forgiven as long as nothing is asked of them
 * @param resources   {@code linux.resources}, null if absent; some must be known before a process is placed
 * @param annotations of the container; systemd gets those that start with {@code org.systemd.property.}
 * @param owner       the user id on the host that a writable version 2 cgroup is handed to, {@link #NO_OWNER} for none
 */
public record CgroupRequest(
        String id,
        String cgroupsPath,
        CgroupDriver driver,
        boolean rootless,
        Resources resources,
        Map<String, String> annotations,
        long owner) {

    public static final long NO_OWNER = -1;

    /** Without a path of its own the container may do without a cgroup. */
    boolean forgivesMissingRights() {
        return rootless && cgroupsPath == null;
    }
}
