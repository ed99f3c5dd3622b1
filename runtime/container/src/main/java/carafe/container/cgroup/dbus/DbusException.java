package carafe.container.cgroup.dbus;

/** A method call did not work out: the other side answered with an error, or there is no talking to it. */
public final class DbusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;

    DbusException(String message) {
        this("", message);
    }

    /**
     * @param name of the error the other side answered with, such as {@code org.freedesktop.systemd1.UnitExists}
     */
    DbusException(String name, String message) {
        super(message, null, false, false);
        this.name = name;
    }

    /** Whether this is the other side's error of that name. */
    public boolean is(String errorName) {
        return name.equals(errorName);
    }
}
