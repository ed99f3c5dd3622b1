package carafe.monitor.adopt;

import carafe.kernel.Sys;
import carafe.monitor.system.Environment;
import java.util.List;

/**
 * What systemd gives back of its {@link DescriptorStore} when a unit is started again (sd_listen_fds(3)): descriptors
 * from 3 on and, in the same order, their names.
 */
public final class StoredDescriptors {
    /** How the process that is started tells the monitor it starts: LISTEN_FDNAMES under a name of our own. */
    private static final String VARIABLE = "CARAFE_MONITOR_STORED";
    private static final int FIRST = 3;

    private final int count;
    private final String[] names;

    private StoredDescriptors(int count, String names) {
        this.count = count;
        this.names = names.isEmpty() ? new String[0] : names.split(":", -1);
    }

    /** What the service manager has passed to this process. */
    public static StoredDescriptors ofServiceManager(Sys sys, Environment environment) {
        boolean forUs = Integer.toString(sys.pid()).equals(environment.get("LISTEN_PID"));
        String count = environment.get("LISTEN_FDS");
        String names = environment.get("LISTEN_FDNAMES");
        return forUs && count != null ? new StoredDescriptors(Integer.parseInt(count), names == null ? "" : names)
                : new StoredDescriptors(0, "");
    }

    /** What the process that has started this monitor has passed on; nothing the monitor starts gets it. */
    public static StoredDescriptors ofStage(Sys sys, Environment environment) {
        String names = environment.get(VARIABLE);
        StoredDescriptors stored = new StoredDescriptors(0, names == null ? "" : names);
        for (int i = 0; i < stored.names.length; i++) {
            sys.setCloexec(FIRST + i);
        }
        return stored;
    }

    public static Environment unmark(Environment environment) {
        return environment.without(VARIABLE);
    }

    /** The environment for a monitor that gets the same descriptors under the same numbers. */
    public Environment mark(Environment environment) {
        return names.length == 0 ? environment : environment.with(VARIABLE, String.join(":", List.of(names)));
    }

    /** The first number that is free for a process that inherits these. */
    public int firstFree() {
        return FIRST + count;
    }

    /** The descriptor, or -1. */
    public int find(String id, Kept what) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(what.nameFor(id))) {
                return FIRST + i;
            }
        }
        return -1;
    }
}
