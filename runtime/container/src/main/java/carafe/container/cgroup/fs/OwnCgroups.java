package carafe.container.cgroup.fs;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of {@code /proc/PID/cgroup} (cgroups(7)): {@code 4:cpu,cpuacct:/user.slice}; version 2 is {@code 0::/path}.
 */
public final class OwnCgroups {
    /**
     * @param controllers as the kernel lists them, such as {@code cpu,cpuacct} or {@code name=systemd}; empty for
     *     version 2
     * @param path        in the hierarchy, as far as the cgroup namespace shows it
     */
    public record Entry(String controllers, String path) {
    }

    private OwnCgroups() {
    }

    public static List<Entry> ofSelf(Kernel kernel) {
        return parse(kernel.readText(Fd.CWD, "/proc/self/cgroup"));
    }

    public static List<Entry> of(Kernel kernel, int pid) {
        return parse(kernel.readText(Fd.CWD, "/proc/" + pid + "/cgroup"));
    }

    static List<Entry> parse(String text) {
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                end = text.length();
            }
            int first = text.indexOf(':', start);
            int second = text.indexOf(':', first + 1);
            if (first > 0 && second > 0 && second < end) {
                entries.add(new Entry(text.substring(first + 1, second), text.substring(second + 1, end)));
            }
            start = end + 1;
        }
        return entries;
    }

    /** The path in the version 2 hierarchy, null if the process is in none. */
    public static String unified(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.controllers().isEmpty()) {
                return entry.path();
            }
        }
        return null;
    }
}
