package carafe.container.inspect;

import carafe.container.inspect.Inspection.CapabilityInfo;
import carafe.container.inspect.Inspection.ProcessInfo;
import carafe.spec.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processes as /proc/PID/status has them (proc_pid_status(5)). */
final class ProcessView {
    private static final List<String> MODES = List.of("disabled", "strict", "filter");

    private final ProcFiles proc;

    ProcessView(ProcFiles proc) {
        this.proc = proc;
    }

    List<ProcessInfo> of(List<Integer> pids) {
        List<ProcessInfo> all = new ArrayList<>();
        for (int pid : pids) {
            ProcessInfo process = of(pid);
            if (process != null) {
                all.add(process);
            }
        }
        return all;
    }

    /** Null if it has ended. */
    ProcessInfo of(int pid) {
        Map<String, String> status = status(pid);
        if (status.isEmpty()) {
            return null;
        }
        String words = proc.text("/proc/" + pid + "/cmdline");
        String command = words == null || words.isEmpty() ? "[" + status.get("Name") + "]"
                : words.replace('\0', ' ').strip();
        return new ProcessInfo(pid, last(status.getOrDefault("NSpid", Integer.toString(pid))), command,
                effective(status.get("Uid")), effective(status.get("Gid")), "1".equals(status.get("NoNewPrivs")),
                mode(status), number(status.getOrDefault("Seccomp_filters", "0")),
                new CapabilityInfo(set(status.get("CapEff")), set(status.get("CapPrm")), set(status.get("CapInh")),
                        set(status.get("CapBnd")), set(status.get("CapAmb"))));
    }

    private Map<String, String> status(int pid) {
        Map<String, String> status = new HashMap<>();
        for (String line : proc.lines("/proc/" + pid + "/status")) {
            int colon = line.indexOf(':');
            status.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return status;
    }

    private static String mode(Map<String, String> status) {
        int mode = number(status.getOrDefault("Seccomp", "0"));
        return mode < MODES.size() ? MODES.get(mode) : Integer.toString(mode);
    }

    /** Of real, effective, saved and file system id. */
    private static String effective(String ids) {
        return ids == null ? null : ids.split("\t")[1];
    }

    private static int last(String numbers) {
        String[] each = numbers.split("\t");
        return number(each[each.length - 1]);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static List<String> set(String mask) {
        List<String> names = new ArrayList<>();
        long bits = mask == null ? 0 : Long.parseUnsignedLong(mask, 16);
        for (Capability capability : Capability.values()) {
            if ((bits >>> capability.number() & 1) != 0) {
                names.add(capability.word());
                bits &= ~(1L << capability.number());
            }
        }
        for (; bits != 0; bits &= bits - 1) {
            // of a kernel newer than this program
            names.add("CAP_" + Long.numberOfTrailingZeros(bits));
        }
        return names;
    }
}
