package carafe.container.cgroup.systemd;

import carafe.container.cgroup.dbus.DbusValue;
import carafe.container.cgroup.devices.DevicePolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Device rules as properties of a unit. Without them systemd would lift ours again on the next reload. It only knows
 * lists of what is allowed, so a policy that denies a few is first a stricter one, until the cgroup itself is written.
 */
final class UnitDevices {
    private static final String ENTRY = "(ss)";

    private UnitDevices() {
    }

    static List<UnitProperty> of(DevicePolicy policy) {
        // an empty list clears the one that is there, a second one adds
        UnitProperty clear = new UnitProperty("DeviceAllow", DbusValue.array(ENTRY, List.of()));
        if (policy.allowsAll()) {
            return List.of(clear, UnitProperty.of("DevicePolicy", "auto"));
        }
        UnitProperty strict = UnitProperty.of("DevicePolicy", "strict");
        List<DbusValue> entries = new ArrayList<>();
        for (DevicePolicy.Allowed allowed : policy.allowed()) {
            String path = pathOf(allowed);
            if (path != null) {
                entries.add(DbusValue.struct(DbusValue.text(path), DbusValue.text(allowed.access())));
            }
        }
        if (entries.isEmpty()) {
            return List.of(clear, strict);
        }
        return List.of(clear, strict, new UnitProperty("DeviceAllow", DbusValue.array(ENTRY, entries)));
    }

    /** {@code /dev/char/1:3}, {@code char-136}, {@code char-*}; null for one minor number of all majors. */
    private static String pathOf(DevicePolicy.Allowed allowed) {
        String kind = allowed.block() ? "block" : "char";
        if (allowed.major() < 0) {
            return allowed.minor() < 0 ? kind + "-*" : null;
        }
        return allowed.minor() < 0 ? kind + "-" + allowed.major()
                : "/dev/" + kind + "/" + allowed.major() + ":" + allowed.minor();
    }
}
