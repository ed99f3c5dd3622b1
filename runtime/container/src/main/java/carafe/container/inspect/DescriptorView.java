package carafe.container.inspect;

import carafe.container.inspect.Inspection.DescriptorInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the descriptors of a container's processes that lead out of it. */
final class DescriptorView {
    /** Kinds of files that belong to the process that has them open. */
    private static final Set<String> OWN = Set.of("anon_inode:[eventpoll]", "anon_inode:[eventfd]",
            "anon_inode:[timerfd]", "anon_inode:[signalfd]", "anon_inode:inotify");
    /** The lowest two bits of the flags (open(2)). */
    private static final List<String> ACCESS = List.of("read", "write", "read and write", "none");
    private static final int O_PATH = 010000000;

    private final ProcFiles proc;
    private final MountView mounts;

    DescriptorView(ProcFiles proc, MountView mounts) {
        this.proc = proc;
        this.mounts = mounts;
    }

    List<DescriptorInfo> of(List<Integer> pids) {
        List<DescriptorInfo> found = new ArrayList<>();
        Map<String, String> holders = null;
        for (int pid : pids) {
            for (int fd : proc.numbers("/proc/" + pid + "/fd")) {
                String target = proc.link("/proc/" + pid + "/fd/" + fd);
                if (target == null) {
                    continue;
                }
                if (holders == null && target.startsWith("pipe:")) {
                    holders = holdersOfPipes(pids);
                }
                Map<String, String> about = about(pid, fd);
                String why = why(target, about.get("mnt_id"), holders);
                if (why != null) {
                    found.add(new DescriptorInfo(pid, fd, target, access(about.get("flags")), why));
                }
            }
        }
        return found;
    }

    private String why(String target, String mount, Map<String, String> holders) {
        if (target.startsWith("pipe:")) {
            String holder = holders.get(target);
            return holder == null ? null : "the other end, or the same, is open in " + holder;
        }
        if (target.startsWith("socket:")) {
            return "a socket; whoever is connected to it may be anywhere";
        }
        if (OWN.contains(target) || target.startsWith("/memfd:")) {
            return null;
        }
        if (target.startsWith("anon_inode:")) {
            return "an object of the kernel that may be of others";
        }
        return mount == null || mounts.has(mount) ? null : "it is on no mount of the container's";
    }

    private Map<String, String> about(int pid, int fd) {
        Map<String, String> about = new HashMap<>();
        for (String line : proc.lines("/proc/" + pid + "/fdinfo/" + fd)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                about.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return about;
    }

    private static String access(String flags) {
        if (flags == null) {
            return null;
        }
        int bits = Integer.parseInt(flags, 8);
        return (bits & O_PATH) != 0 ? "path only" : ACCESS.get(bits & 3);
    }

    /** A process outside for each pipe that one has open. */
    private Map<String, String> holdersOfPipes(List<Integer> inside) {
        Map<String, String> holders = new HashMap<>();
        for (int pid : proc.numbers("/proc")) {
            if (inside.contains(pid)) {
                continue;
            }
            for (int fd : proc.numbers("/proc/" + pid + "/fd")) {
                String target = proc.link("/proc/" + pid + "/fd/" + fd);
                if (target != null && target.startsWith("pipe:")) {
                    holders.putIfAbsent(target, "process " + pid + " (" + proc.text("/proc/" + pid + "/comm") + ")");
                }
            }
        }
        return holders;
    }
}
