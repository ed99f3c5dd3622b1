package carafe.container.cgroup.fs;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The version 1 cgroup mounts in {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)).
 *
 * <p>Only read when a hierarchy is not where hosts usually have it: on a machine with many containers the file has
 * thousands of lines.
 */
final class CgroupMountTable {
    /**
     * @param root    the directory of the hierarchy that is mounted, {@code /} unless it is a bind mount
     * @param options of the super block, among them the controllers
     */
    record Mount(String mountpoint, String root, List<String> options) {
    }

    private static final int ROOT = 3;
    private static final int MOUNTPOINT = 4;

    private final List<Mount> mounts;

    private CgroupMountTable(List<Mount> mounts) {
        this.mounts = mounts;
    }

    static CgroupMountTable read(Kernel kernel) {
        return parse(kernel.readText(Fd.CWD, "/proc/self/mountinfo"));
    }

    static CgroupMountTable parse(String mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n")) {
            // the type stands behind the separator, as a variable number of fields comes before it
            int separator = line.indexOf(" - cgroup ");
            if (separator < 0) {
                continue;
            }
            String[] fields = line.substring(0, separator).split(" ");
            String options = line.substring(line.lastIndexOf(' ') + 1);
            mounts.add(new Mount(unescape(fields[MOUNTPOINT]), unescape(fields[ROOT]), List.of(options.split(","))));
        }
        return new CgroupMountTable(mounts);
    }

    /** The first mount of the hierarchy that has this controller, or null. */
    Mount of(String controller) {
        for (Mount mount : mounts) {
            if (mount.options().contains(controller)) {
                return mount;
            }
        }
        return null;
    }

    /** Blanks and backslashes are written as three octal digits. */
    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
