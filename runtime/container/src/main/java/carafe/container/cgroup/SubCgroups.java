package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of {@code exec --cgroup [CONTROLLER[,CONTROLLER]:]PATH}. */
public final class SubCgroups {
    private SubCgroups() {
    }

    /** Paths by controller; one path for all is under the empty name. */
    public static Map<String, String> parse(List<String> arguments) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String argument : arguments) {
            int colon = argument.indexOf(':');
            if (colon < 0) {
                if (arguments.size() != 1) {
                    throw invalid("invalid --cgroup argument: " + argument + " (missing <controller>: prefix)");
                }
                paths.put("", argument);
                continue;
            }
            for (String controller : argument.substring(0, colon).split(",", -1)) {
                if (controller.isEmpty()) {
                    throw invalid("invalid --cgroup argument: " + argument + " (empty <controller> prefix)");
                }
                if (paths.putIfAbsent(controller, argument.substring(colon + 1)) != null) {
                    throw invalid("invalid --cgroup argument(s): controller " + controller
                            + " specified multiple times");
                }
            }
        }
        return paths;
    }

    /**
     * The directory below {@code base}.
     *
     * @throws CgroupFailed if the path leaves {@code base} or leads nowhere
     */
    static CgroupDirectory existing(Kernel kernel, String base, String path) {
        CgroupDirectory directory = new CgroupDirectory(kernel, below(base, path));
        if (!directory.exists()) {
            throw CgroupFailed.notJoined(directory.path(), Errno.ENOENT);
        }
        return directory;
    }

    static String below(String base, String path) {
        String clean = CgroupPath.clean("/" + path);
        if (CgroupPath.climbs(path)) {
            throw invalid("bad sub cgroup path: " + path + " is not a sub cgroup path");
        }
        return clean.equals("/") ? base : base + clean;
    }

    private static CgroupFailed invalid(String message) {
        return CgroupFailed.invalid("", message);
    }
}
