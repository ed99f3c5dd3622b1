package carafe.container.cgroup.systemd;

import carafe.container.CgroupFailed;

/**
 * The unit of a container and the slice it belongs to.
 *
 * @param slice such as {@code machine.slice}, empty for the manager's default
 * @param unit  such as {@code libpod-1234.scope}; may itself be a slice
 */
public record UnitName(String slice, String unit) {
    private static final String POINTER = "/linux/cgroupsPath";
    private static final String SLICE = ".slice";

    /**
     * @param cgroupsPath {@code slice:prefix:name}, or null
     */
    public static UnitName of(String cgroupsPath, String id) {
        if (cgroupsPath == null || cgroupsPath.isEmpty()) {
            return new UnitName("", "carafe-" + id + ".scope");
        }
        String[] parts = cgroupsPath.split(":", -1);
        if (parts.length != 3 || parts[2].isEmpty()) {
            throw CgroupFailed.invalid(POINTER, "expected cgroupsPath to be of format \"slice:prefix:name\" for "
                    + "systemd cgroups, got \"" + cgroupsPath + "\" instead");
        }
        if (parts[2].endsWith(SLICE)) {
            return new UnitName(parts[0], parts[2]);
        }
        return new UnitName(parts[0], (parts[1].isEmpty() ? "" : parts[1] + "-") + parts[2] + ".scope");
    }

    /** From the directory that systemd made for the unit. */
    public static UnitName ofDirectory(String path) {
        return new UnitName("", path.substring(path.lastIndexOf('/') + 1));
    }

    public boolean isSlice() {
        return unit.endsWith(SLICE);
    }

    /** Where the unit's cgroup is, from the manager's own. */
    public String path(String defaultSlice) {
        String directory = directoryOf(slice.isEmpty() ? defaultSlice : slice);
        return isSlice() ? directoryOf(unit) : (directory.equals("/") ? "" : directory) + "/" + unit;
    }

    /** The directory of a slice, whose name holds those of all above it: {@code a-b.slice} is in {@code a.slice}. */
    static String directoryOf(String slice) {
        if (!slice.endsWith(SLICE) || slice.length() == SLICE.length() || slice.indexOf('/') >= 0) {
            throw invalid(slice);
        }
        String name = slice.substring(0, slice.length() - SLICE.length());
        if (name.equals("-")) {
            return "/";
        }
        StringBuilder path = new StringBuilder();
        int dash = -1;
        do {
            int next = name.indexOf('-', dash + 1);
            int end = next < 0 ? name.length() : next;
            if (end == dash + 1) {
                throw invalid(slice);
            }
            path.append('/').append(name, 0, end).append(SLICE);
            dash = next;
        } while (dash >= 0);
        return path.toString();
    }

    private static CgroupFailed invalid(String slice) {
        return CgroupFailed.invalid(POINTER, "invalid slice name: " + slice);
    }
}
