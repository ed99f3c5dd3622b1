package carafe.container.cgroup.systemd;

import carafe.container.cgroup.dbus.DbusValue;
import java.util.ArrayList;
import java.util.List;

/** A property of a unit, by its name on D-Bus, which is not always the one in unit files. */
record UnitProperty(String name, DbusValue value) {

    static UnitProperty of(String name, boolean value) {
        return new UnitProperty(name, DbusValue.bool(value));
    }

    static UnitProperty of(String name, String value) {
        return new UnitProperty(name, DbusValue.text(value));
    }

    /** Most numbers are unsigned of 64 bits, where the greatest means infinity. */
    static UnitProperty of(String name, long value) {
        return new UnitProperty(name, DbusValue.uint64(value));
    }

    /** The form in which methods take them. */
    static DbusValue all(List<UnitProperty> properties) {
        List<DbusValue> pairs = new ArrayList<>();
        for (UnitProperty property : properties) {
            pairs.add(DbusValue.struct(DbusValue.text(property.name()), new DbusValue.Variant(property.value())));
        }
        return DbusValue.array("(sv)", pairs);
    }
}
