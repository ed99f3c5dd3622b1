package carafe.container.inspect;

import carafe.container.inspect.Inspection.MountInfo;
import carafe.container.path.MountTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The mounts a process sees (proc_pid_mountinfo(5)). */
final class MountView {
    private final List<MountInfo> mounts = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    MountView(ProcFiles proc, int pid) {
        for (String line : proc.lines("/proc/" + pid + "/mountinfo")) {
            int separator = line.indexOf(" - ");
            if (separator >= 0) {
                add(line.substring(0, separator).split(" "), line.substring(separator + 3).split(" "));
            }
        }
    }

    /** @param fields id, parent, device, root, target, flags, and any number of tags; behind: type, source, flags */
    private void add(String[] fields, String[] behind) {
        ids.add(fields[0]);
        List<String> flags = new ArrayList<>(List.of(fields[5].split(",")));
        for (String flag : behind[behind.length - 1].split(",")) {
            // the mount may be read-only where the file system is not, but not the other way round
            boolean writable = flag.equals("rw");
            if (flag.equals("ro")) {
                flags.remove("rw");
            }
            if (!writable && !flags.contains(flag)) {
                flags.add(flag);
            }
        }
        StringBuilder propagation = new StringBuilder();
        for (int i = 6; i < fields.length; i++) {
            propagation.append(propagation.isEmpty() ? "" : " ").append(fields[i]);
        }
        mounts.add(new MountInfo(MountTable.unescape(fields[4]), MountTable.unescape(behind[1]), behind[0],
                fields[3].equals("/") ? null : MountTable.unescape(fields[3]), flags,
                propagation.isEmpty() ? null : propagation.toString()));
    }

    List<MountInfo> mounts() {
        return mounts;
    }

    /** Whether the mount with this id is one of them. */
    boolean has(String id) {
        return ids.contains(id);
    }
}
