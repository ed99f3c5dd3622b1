package carafe.container.cgroup.dbus;

import java.util.ArrayList;
import java.util.List;

/** A value with its type, as D-Bus knows it. */
public sealed interface DbusValue {
    /** The type in D-Bus's letters, such as {@code a(ss)}. */
    String signature();

    /** A number, or a boolean as 0 or 1; a double is in its bits. */
    record Scalar(char type, long bits) implements DbusValue {
        @Override
        public String signature() {
            return String.valueOf(type);
        }
    }

    /** A string, an object path or a signature. */
    record Text(char type, String text) implements DbusValue {
        @Override
        public String signature() {
            return String.valueOf(type);
        }
    }

    /** The elements all have the same type, which an empty array has, too. */
    record Array(String element, List<DbusValue> values) implements DbusValue {
        @Override
        public String signature() {
            return "a" + element;
        }
    }

    record Struct(List<DbusValue> fields) implements DbusValue {
        @Override
        public String signature() {
            StringBuilder signature = new StringBuilder("(");
            for (DbusValue field : fields) {
                signature.append(field.signature());
            }
            return signature.append(')').toString();
        }
    }

    /** A value that carries its type along. */
    record Variant(DbusValue value) implements DbusValue {
        @Override
        public String signature() {
            return "v";
        }
    }

    static DbusValue bool(boolean value) {
        return new Scalar('b', value ? 1 : 0);
    }

    static DbusValue uint32(long value) {
        return new Scalar('u', value);
    }

    static DbusValue uint64(long value) {
        return new Scalar('t', value);
    }

    static DbusValue text(String value) {
        return new Text('s', value);
    }

    static DbusValue bytes(byte[] bytes) {
        List<DbusValue> values = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            values.add(new Scalar('y', b & 0xff));
        }
        return new Array("y", values);
    }

    static DbusValue struct(DbusValue... fields) {
        return new Struct(List.of(fields));
    }

    static DbusValue array(String element, List<DbusValue> values) {
        return new Array(element, values);
    }
}
