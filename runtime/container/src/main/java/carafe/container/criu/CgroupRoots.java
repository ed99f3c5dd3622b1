package carafe.container.criu;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.List;

/**
 * The cgroups that take the place of the saved ones: those CRIU itself is in.
 *
 * @param lines of /proc/PID/cgroup
 */
public record CgroupRoots(List<String> lines) {

    /** Of a process that is in the container's cgroup. */
    public static CgroupRoots of(Kernel kernel, int pid) {
        return new CgroupRoots(List.of(kernel.readText(Fd.CWD, "/proc/" + pid + "/cgroup").split("\n")));
    }

    /** Each line is {@code hierarchy:controller,controller:path}; version 2 has no controllers (cgroups(7)). */
    void addTo(CriuRequest request) {
        for (String line : lines) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            for (String controller : line.substring(first + 1, second).split(",")) {
                request.add(CriuOption.CGROUP_ROOT, controller, line.substring(second + 1));
            }
        }
    }
}
