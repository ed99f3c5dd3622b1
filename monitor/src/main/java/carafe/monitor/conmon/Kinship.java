package carafe.monitor.conmon;

import carafe.kernel.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process gives to those it starts, as far as it differs between processes: who it is, what it may do, where it
 * is and how much it may use. A monitor works for another process only if all of it is the same, because what the
 * runtime starts would be another process otherwise.
 */
final class Kinship {
    private static final String[] NAMESPACES = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"};
    private static final List<String> STATUS = List.of("Uid:", "Gid:", "Groups:", "CapInh:", "CapPrm:", "CapEff:",
            "CapBnd:", "CapAmb:", "NoNewPrivs:", "Seccomp:");

    private Kinship() {
    }

    /** Whether what this process could start, the other would start alike. */
    static boolean isWith(Sys sys, int pid) {
        List<String> own = of(sys, "self");
        return own != null && own.equals(of(sys, Integer.toString(pid)));
    }

    private static List<String> of(Sys sys, String process) {
        String directory = "/proc/" + process + "/";
        String status = sys.readText(directory + "status");
        String limits = sys.readText(directory + "limits");
        String root = sys.readlink(directory + "root");
        if (status == null || limits == null || root == null) {
            return null;
        }
        List<String> all = new ArrayList<>(List.of(limits, root));
        // the label of AppArmor or SELinux; nothing without either
        all.add(sys.readText(directory + "attr/current"));
        for (String line : status.split("\n")) {
            if (STATUS.contains(line.substring(0, line.indexOf('\t') < 0 ? 0 : line.indexOf('\t')))) {
                all.add(line);
            }
        }
        for (String namespace : NAMESPACES) {
            String link = sys.readlink(directory + "ns/" + namespace);
            if (link == null) {
                return null;
            }
            all.add(link);
        }
        return all;
    }
}
