package carafe.container.inspect;

import carafe.container.cgroup.CgroupState;
import carafe.container.inspect.Inspection.CgroupInfo;
import carafe.container.inspect.Inspection.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container's cgroup: where it is, what it may use, and what it does. */
final class LimitView {
    /** What version 1 says for "no limit": the highest multiple of a page. */
    private static final long UNLIMITED = Long.MAX_VALUE / 4096 * 4096;

    private record Row(String name, String controller, String limitFile, String usedFile) {
    }

    private static final List<Row> VERSION_1 = List.of(
            new Row("memory", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
            new Row("memory and swap", "memory", "memory.memsw.limit_in_bytes", "memory.memsw.usage_in_bytes"),
            new Row("memory reservation", "memory", "memory.soft_limit_in_bytes", null),
            new Row("processes", "pids", "pids.max", "pids.current"),
            new Row("CPU time (ns)", "cpuacct", null, "cpuacct.usage"),
            new Row("CPU quota (us)", "cpu", "cpu.cfs_quota_us", null),
            new Row("CPU period (us)", "cpu", "cpu.cfs_period_us", null),
            new Row("CPU shares", "cpu", "cpu.shares", null),
            new Row("CPUs", "cpuset", "cpuset.cpus", null),
            new Row("memory nodes", "cpuset", "cpuset.mems", null));
    private static final List<Row> VERSION_2 = List.of(
            new Row("memory", "", "memory.max", "memory.current"),
            new Row("swap", "", "memory.swap.max", "memory.swap.current"),
            new Row("memory before throttling", "", "memory.high", null),
            new Row("memory reservation", "", "memory.low", null),
            new Row("processes", "", "pids.max", "pids.current"),
            new Row("CPU quota and period (us)", "", "cpu.max", null),
            new Row("CPU weight", "", "cpu.weight", null),
            new Row("CPUs", "", "cpuset.cpus", null),
            new Row("memory nodes", "", "cpuset.mems", null),
            new Row("input and output", "", "io.max", null));

    private final ProcFiles proc;

    LimitView(ProcFiles proc) {
        this.proc = proc;
    }

    /** @param pid 0 for a container without processes */
    List<CgroupInfo> cgroups(CgroupState state, int pid) {
        List<CgroupInfo> all = new ArrayList<>();
        List<String> joined = pid == 0 ? List.of() : proc.lines("/proc/" + pid + "/cgroup");
        for (Map.Entry<String, String> path : state.paths().entrySet()) {
            all.add(new CgroupInfo(path.getKey(), path.getValue(), joinedPath(joined, path.getKey())));
        }
        return all;
    }

    /** hierarchy:controllers:path (cgroups(7)) */
    private static String joinedPath(List<String> lines, String controller) {
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",")).contains(controller)) {
                return fields[2];
            }
        }
        return null;
    }

    List<Limit> limits(CgroupState state) {
        List<Limit> all = new ArrayList<>();
        boolean unified = state.paths().size() == 1 && state.paths().containsKey("");
        for (Row row : unified ? VERSION_2 : VERSION_1) {
            String directory = state.paths().get(row.controller());
            if (directory != null) {
                String limit = row.limitFile() == null ? null : shown(proc.text(directory + "/" + row.limitFile()));
                String used = row.usedFile() == null ? null : proc.text(directory + "/" + row.usedFile());
                if (limit != null && !limit.isEmpty() || used != null) {
                    all.add(new Limit(row.name(), limit, used));
                }
            }
        }
        return all;
    }

    private static String shown(String limit) {
        return Long.toString(UNLIMITED).equals(limit) || "-1".equals(limit) ? "max" : limit;
    }
}
