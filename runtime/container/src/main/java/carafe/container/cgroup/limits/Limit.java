package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Resources;

/** What one controller makes of its part of {@code linux.resources}. */
public interface Limit {
    /** The JSON pointer of a property that asks something of the controller, null if none does. */
    String askedBy(Resources resources);

    /** Writes what is asked; called only if something is. */
    void apply(CgroupDirectory directory, Resources resources);

    /** Engines send 0 where they mean "leave it alone", and for these properties it is no sensible limit. */
    static boolean isSet(Long value) {
        return value != null && value != 0;
    }

    static boolean isSet(Integer value) {
        return value != null && value != 0;
    }

    static boolean isSet(String value) {
        return value != null && !value.isEmpty();
    }
}
