package carafe.container.cgroup.systemd;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.dbus.DbusValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Properties of the unit from annotations such as {@code org.systemd.property.TimeoutStopUSec}: {@code uint64 5}. */
public final class AnnotatedProperties {
    public static final String PREFIX = "org.systemd.property.";
    private static final String SECONDS = "Sec";
    private static final int SHORTEST_NAME = 3;
    private static final long MICROSECONDS = 1_000_000;

    private AnnotatedProperties() {
    }

    static List<UnitProperty> of(Map<String, String> annotations) {
        List<UnitProperty> properties = new ArrayList<>();
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            if (annotation.getKey().startsWith(PREFIX)) {
                properties.add(property(annotation.getKey(), annotation.getValue()));
            }
        }
        return properties;
    }

    private static UnitProperty property(String key, String text) {
        String name = key.substring(PREFIX.length());
        String pointer = "/annotations/" + key;
        boolean letters = name.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z');
        if (name.length() < SHORTEST_NAME || !letters) {
            throw CgroupFailed.invalid(pointer, "annotation " + key + " does not end in a property name of letters");
        }
        try {
            DbusValue value = VariantText.parse(text);
            return isInSeconds(name)
                    ? new UnitProperty(withoutEnd(name) + "USec", inMicroseconds(value))
                    : new UnitProperty(name, value);
        } catch (IllegalArgumentException e) {
            throw CgroupFailed.invalid(pointer, "annotation " + key + "=" + text + ": " + e.getMessage());
        }
    }

    /** Unit files have seconds (TimeoutStopSec) where D-Bus only knows microseconds (TimeoutStopUSec). */
    private static boolean isInSeconds(String name) {
        return name.endsWith(SECONDS) && name.length() > SECONDS.length()
                && Character.isLowerCase(name.charAt(name.length() - SECONDS.length() - 1));
    }

    private static String withoutEnd(String name) {
        return name.substring(0, name.length() - SECONDS.length());
    }

    private static DbusValue inMicroseconds(DbusValue seconds) {
        if (!(seconds instanceof DbusValue.Scalar scalar) || scalar.type() == 'b') {
            throw new IllegalArgumentException("not a number");
        }
        return DbusValue.uint64(scalar.type() == 'd'
                ? (long) (Double.longBitsToDouble(scalar.bits()) * MICROSECONDS) : scalar.bits() * MICROSECONDS);
    }
}
