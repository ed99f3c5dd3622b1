package carafe.container.criu;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Version 1 hierarchies that are mounted in a container.
 *
 * @param points where
 */
record MountedCgroups(List<String> points) {
    /** A field of /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
    private static final int POINT = 4;
    /** What comes between the optional fields and the type. */
    private static final String SEPARATOR = " - ";
    private static final String TYPE = "cgroup ";

    static MountedCgroups of(Kernel kernel, int pid) {
        return parse(kernel.readText(Fd.CWD, "/proc/" + pid + "/mountinfo"));
    }

    static MountedCgroups parse(String mountinfo) {
        List<String> points = new ArrayList<>();
        for (String line : mountinfo.split("\n")) {
            if (line.startsWith(TYPE, line.indexOf(SEPARATOR) + SEPARATOR.length())) {
                points.add(line.split(" ")[POINT]);
            }
        }
        return new MountedCgroups(points);
    }

    List<String> below(String directory) {
        List<String> below = new ArrayList<>();
        for (String point : points) {
            if (point.startsWith(directory + "/")) {
                below.add(point);
            }
        }
        return below;
    }
}
