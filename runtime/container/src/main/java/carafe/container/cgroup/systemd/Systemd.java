package carafe.container.cgroup.systemd;

import carafe.container.cgroup.dbus.DbusConnection;
import carafe.container.cgroup.dbus.DbusException;
import carafe.container.cgroup.dbus.DbusReader;
import carafe.container.cgroup.dbus.DbusValue;
import carafe.kernel.Kernel;
import java.util.List;

/** A systemd manager, the system's or a user's, and what it can be asked (org.freedesktop.systemd1(5)). */
final class Systemd implements AutoCloseable {
    private static final String SERVICE = "org.freedesktop.systemd1";
    private static final String PATH = "/org/freedesktop/systemd1";
    private static final String MANAGER = SERVICE + ".Manager";
    private static final String UNIT_EXISTS = SERVICE + ".UnitExists";
    private static final String NO_SUCH_UNIT = SERVICE + ".NoSuchUnit";
    private static final String BUS = "org.freedesktop.DBus";
    private static final String ENDS_OF_JOBS = "type='signal',sender='" + SERVICE + "',interface='" + MANAGER
            + "',member='JobRemoved',arg2='";

    private final Kernel kernel;
    private final boolean user;
    private DbusConnection connection;
    private boolean overBus;
    private int version;

    /** Connects when first needed. */
    Systemd(Kernel kernel, boolean user) {
        this.kernel = kernel;
        this.user = user;
    }

    private DbusConnection connection() {
        if (connection == null) {
            try {
                connection = connect();
            } catch (DbusException e) {
                throw SystemdFailure.of("cannot connect: " + e.getMessage());
            }
        }
        return connection;
    }

    private DbusConnection connect() {
        for (ManagerSocket candidate : user ? ManagerSocket.ofUser() : ManagerSocket.ofSystem()) {
            DbusConnection found = DbusConnection.open(kernel, candidate.path(), candidate.isBus());
            if (found != null) {
                overBus = candidate.isBus();
                return found;
            }
        }
        throw SystemdFailure.of(user ? "no systemd user manager can be reached over $DBUS_SESSION_BUS_ADDRESS or in "
                + "$XDG_RUNTIME_DIR (is dbus-user-session installed, and lingering or a login session active?)"
                : "the systemd manager cannot be reached over the system bus or /run/systemd/private");
    }

    /**
     * Asks the bus for the ends of the unit's jobs, before the first of them is begun because its end may come with the
     * reply. Subscribe is not called: whoever queued a job is told of its end anyway, and a subscriber makes the manager
     * announce every change of every unit.
     */
    private void listen(String unit) {
        DbusConnection manager = connection();
        if (overBus) {
            manager.prepare(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", DbusValue.text(ENDS_OF_JOBS + unit + "'"));
        }
    }

    private DbusReader call(String method, DbusValue... arguments) {
        return connection().call(SERVICE, PATH, MANAGER, method, arguments);
    }

    /** Starts a transient unit and waits until it is there. A failed unit of that name is cleared away first. */
    void start(String unit, List<UnitProperty> properties) {
        String job;
        listen(unit);
        try {
            job = startJob(unit, properties);
        } catch (DbusException e) {
            if (!e.is(UNIT_EXISTS)) {
                throw SystemdFailure.of("cannot start the unit " + unit + ": " + e.getMessage());
            }
            resetFailed(unit);
            job = startAgain(unit, properties);
        }
        String result = await(job);
        if (!result.equals("done")) {
            resetFailed(unit);
            throw SystemdFailure.of("cannot start the unit " + unit + ": its job ended as \"" + result + "\"");
        }
    }

    private String startAgain(String unit, List<UnitProperty> properties) {
        try {
            return startJob(unit, properties);
        } catch (DbusException e) {
            throw SystemdFailure.of("cannot start the unit " + unit + ": " + e.getMessage());
        }
    }

    private String startJob(String unit, List<UnitProperty> properties) {
        return call("StartTransientUnit", DbusValue.text(unit), DbusValue.text("replace"),
                UnitProperty.all(properties), DbusValue.array("(sa(sv))", List.of())).text();
    }

    /** Stops the unit and waits for it; one that is gone, as is usual after its last process ended, is fine. */
    void stop(String unit) {
        listen(unit);
        try {
            await(call("StopUnit", DbusValue.text(unit), DbusValue.text("replace")).text());
        } catch (DbusException e) {
            if (e.is(NO_SUCH_UNIT)) {
                // to reset it, too, would make systemd look for its files and load it again
                return;
            }
            throw SystemdFailure.of("cannot stop the unit " + unit + ": " + e.getMessage());
        }
        resetFailed(unit);
    }

    /** The signal has the job's number, its path, the unit and the result. */
    private String await(String job) {
        for (;;) {
            DbusReader removed = connection().signal("JobRemoved");
            removed.uint32();
            String path = removed.text();
            removed.text();
            String result = removed.text();
            if (path.equals(job)) {
                return result;
            }
        }
    }

    private void resetFailed(String unit) {
        try {
            call("ResetFailedUnit", DbusValue.text(unit));
        } catch (DbusException e) {
            // it was not loaded, so it has not failed
        }
    }

    /** Changes properties until the next reboot. */
    void set(String unit, List<UnitProperty> properties) {
        try {
            call("SetUnitProperties", DbusValue.text(unit), DbusValue.bool(true), UnitProperty.all(properties));
        } catch (DbusException e) {
            throw SystemdFailure.of("cannot set properties of the unit " + unit + ": " + e.getMessage());
        }
    }

    /**
     * Moves a process into the unit, for who may not do so himself.
     *
     * @param subCgroup below the unit's, starting with a slash
     */
    void attach(String unit, String subCgroup, int pid) {
        try {
            call("AttachProcessesToUnit", DbusValue.text(unit), DbusValue.text(subCgroup),
                    DbusValue.array("u", List.of(DbusValue.uint32(pid))));
        } catch (DbusException e) {
            throw SystemdFailure.of("cannot add process " + pid + " to the unit " + unit + ": " + e.getMessage());
        }
    }

    /** The cgroup the manager itself is in, such as {@code /user.slice/user-1000.slice/user@1000.service}. */
    String ownCgroup() {
        return property("ControlGroup");
    }

    /** For example 252. */
    int version() {
        if (version == 0) {
            version = parseVersion(property("Version"));
        }
        return version;
    }

    /** Distributions add to the number in front and behind: {@code v245.4-1.fc32}. */
    static int parseVersion(String text) {
        int start = text.startsWith("v") ? 1 : 0;
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == start ? -1 : Integer.parseInt(text.substring(start, end));
    }

    private String property(String name) {
        try {
            return connection().call(SERVICE, PATH, "org.freedesktop.DBus.Properties", "Get",
                    DbusValue.text(MANAGER), DbusValue.text(name)).variant();
        } catch (DbusException e) {
            throw SystemdFailure.of("cannot read the manager's " + name + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
