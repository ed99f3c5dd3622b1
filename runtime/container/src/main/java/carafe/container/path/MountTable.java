package carafe.container.path;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The mounts of the runtime's mount namespace, as {@code /proc/self/mountinfo} lists them (proc_pid_mountinfo(5)).
 *
 * <p>To be read only where nothing else helps: on a machine with many containers it has thousands of lines.
 */
public final class MountTable {
    private static final int ROOT = 3;
    private static final int MOUNTPOINT = 4;

    /**
     * @param root    the directory of the file system that is mounted, {@code /} unless it is a bind mount
     * @param type    of the file system
     * @param options of the super block, among them the controllers of a version 1 cgroup hierarchy
     */
    public record Mount(String root, String mountpoint, String type, List<String> options) {
    }

    private MountTable() {
    }

    public static List<Mount> read(Kernel kernel) {
        return parse(kernel.readText(Fd.CWD, "/proc/self/mountinfo"));
    }

    public static List<Mount> parse(String mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n")) {
            // type, source and options stand behind the separator, as a variable number of fields comes before it
            int separator = line.indexOf(" - ");
            if (separator < 0) {
                continue;
            }
            String[] fields = line.substring(0, separator).split(" ");
            String[] behind = line.substring(separator + 3).split(" ");
            mounts.add(new Mount(unescape(fields[ROOT]), unescape(fields[MOUNTPOINT]), behind[0],
                    List.of(behind[behind.length - 1].split(","))));
        }
        return mounts;
    }

    /** Space, tab, newline and backslash are written as three octal digits. */
    public static String unescape(String field) {
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
