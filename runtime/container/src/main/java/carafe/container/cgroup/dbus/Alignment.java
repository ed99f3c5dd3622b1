package carafe.container.cgroup.dbus;

/** Where values may start in a message, by the first letter of their type; for scalars also how long they are. */
final class Alignment {
    static final int STRUCT = 8;

    private Alignment() {
    }

    static int of(char type) {
        return switch (type) {
            case 'y', 'g', 'v' -> 1;
            case 'n', 'q' -> 2;
            case 'b', 'i', 'u', 's', 'o', 'a', 'h' -> 4;
            case 'x', 't', 'd', '(', '{' -> STRUCT;
            default -> throw new DbusException("unknown type '" + type + "' in a message");
        };
    }
}
