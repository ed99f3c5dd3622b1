package carafe.container.cgroup.devices;

import carafe.container.cgroup.fs.CgroupDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The devices controller of version 1 (Documentation/admin-guide/cgroup-v1/devices.rst): one rule per write to
 * {@code devices.allow} or {@code devices.deny}, each relative to what was there before.
 */
public final class V1Devices {
    private static final String POINTER = "/linux/resources/devices";
    /** The whole of {@code devices.list} while everything but unlisted exceptions is allowed. */
    private static final String ALL = "a *:* rwm";

    private V1Devices() {
    }

    /** Goes the shortest way from the present policy to the wanted one, without denying in between what both allow. */
    public static void apply(CgroupDirectory directory, DevicePolicy wanted) {
        DevicePolicy present = parse(directory.read("devices.list"));
        List<String> toAllow = new ArrayList<>();
        List<String> toDeny = new ArrayList<>();
        // the exceptions of a policy that allows by default cannot be read back, so that one is always replaced
        if (present.allowsByDefault() || wanted.allowsByDefault()) {
            directory.write(wanted.allowsByDefault() ? "devices.allow" : "devices.deny", "a", POINTER);
            present.reset(wanted.allowsByDefault());
        }
        List<String> removals = wanted.allowsByDefault() ? toAllow : toDeny;
        List<String> additions = wanted.allowsByDefault() ? toDeny : toAllow;
        difference(present, wanted, removals);
        difference(wanted, present, additions);
        directory.writeLines("devices.deny", toDeny, POINTER);
        directory.writeLines("devices.allow", toAllow, POINTER);
    }

    /** The exceptions of {@code from} that {@code other} does not have. */
    private static void difference(DevicePolicy from, DevicePolicy other, List<String> lines) {
        for (Map.Entry<DeviceRange, Integer> exception : from.exceptions().entrySet()) {
            int access = exception.getValue() & ~other.exceptions().getOrDefault(exception.getKey(), 0);
            if (access != 0) {
                lines.add(exception.getKey() + " " + DeviceAccess.letters(access));
            }
        }
    }

    /** Reads lines such as {@code c 1:3 rwm}. */
    static DevicePolicy parse(String list) {
        DevicePolicy policy = new DevicePolicy();
        for (String line : list.split("\n")) {
            if (line.equals(ALL)) {
                policy.reset(true);
            } else if (!line.isEmpty()) {
                int colon = line.indexOf(':');
                int blank = line.indexOf(' ', colon);
                DeviceRange range = new DeviceRange(line.charAt(0) == 'b', number(line.substring(2, colon)),
                        number(line.substring(colon + 1, blank)));
                policy.change(true, range, DeviceAccess.parse(line.substring(blank + 1), ""), "");
            }
        }
        return policy;
    }

    private static long number(String text) {
        return text.equals("*") ? DeviceRange.ANY : Long.parseLong(text);
    }
}
