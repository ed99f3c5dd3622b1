package carafe.monitor.watch;

import carafe.kernel.Sys;

/** Where a process's memory cgroup lies in the file system (proc(5): cgroup and mountinfo). */
final class CgroupPaths {
    private static final String UNIFIED_ROOT = "/sys/fs/cgroup";

    private CgroupPaths() {
    }

    /** The directory in the v1 memory hierarchy, or null if there is none. */
    static String memoryV1(Sys sys, int pid) {
        String path = lineOf(sys.readText("/proc/" + pid + "/cgroup"), true);
        String mountinfo = sys.readText("/proc/self/mountinfo");
        if (path == null || mountinfo == null) {
            return null;
        }
        for (String line : mountinfo.split("\n")) {
            String[] fields = line.split(" ");
            int dash = 6;
            while (dash < fields.length && !fields[dash].equals("-")) {
                dash++;
            }
            if (dash + 3 < fields.length && fields[dash + 1].equals("cgroup")
                    && hasWord(fields[dash + 3], "memory")) {
                return join(fields[4], fields[3], path);
            }
        }
        return null;
    }

    /** The directory in the unified hierarchy if that is where memory is controlled, or null. */
    static String memoryV2(Sys sys, int pid) {
        String path = lineOf(sys.readText("/proc/" + pid + "/cgroup"), false);
        if (path == null || sys.access(UNIFIED_ROOT + "/cgroup.controllers", 0) < 0) {
            return null;
        }
        return UNIFIED_ROOT + path;
    }

    /** The path of the line {@code N:memory:PATH} or {@code 0::PATH}. */
    private static String lineOf(String cgroup, boolean v1) {
        if (cgroup == null) {
            return null;
        }
        for (String line : cgroup.split("\n")) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && (v1 ? hasWord(fields[1], "memory") : line.startsWith("0::"))) {
                return fields[2];
            }
        }
        return null;
    }

    private static boolean hasWord(String list, String word) {
        return ("," + list + ",").contains("," + word + ",");
    }

    /** In a container the mount may show only a part of the hierarchy, from {@code root} on. */
    private static String join(String mountPoint, String root, String path) {
        boolean below = !root.equals("/") && path.startsWith(root);
        return mountPoint + (below ? path.substring(root.length()) : path);
    }
}
