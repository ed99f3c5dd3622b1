package carafe.monitor.adopt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Sys;
import carafe.monitor.system.Environment;
import carafe.monitor.system.NotifySocket;

/**
 * systemd's descriptor store (sd_notify(3), FileDescriptorStoreMax= of systemd.service(5)), which outlives a monitor
 * that is killed. A service manager without such a store ignores the messages.
 *
 * <pre>
 *   monitor ── FDSTORE=1, FDNAME=ID.stdin, descriptor ─▶ NOTIFY_SOCKET             the container runs
 *      ✗ killed; the unit is started again
 *   systemd ── LISTEN_FDS=4, LISTEN_FDNAMES=ID.stdin:... ─▶ carafe-monitor run or adopt   {@link StoredDescriptors}
 *   monitor ── FDSTOREREMOVE=1, FDNAME=ID.stdin ───────▶ NOTIFY_SOCKET             the container has ended
 * </pre>
 */
public final class DescriptorStore {
    private static final String VARIABLE = "NOTIFY_SOCKET";
    /** The same, where the runtime must not see it. */
    private static final String HIDDEN = "CARAFE_MONITOR_NOTIFY_SOCKET";

    /** FDNAME= has at most so many characters. */
    private static final int MAX_NAME = 255;

    private final Sys sys;
    private final String id;
    private final NotifySocket manager;

    private DescriptorStore(Sys sys, String id, NotifySocket manager) {
        this.sys = sys;
        this.id = id;
        this.manager = manager;
    }

    /**
     * For a monitor that is a unit of its own: the service manager is there for the monitor. A runtime that knew of it
     * would wait until the container says that it is ready.
     */
    public static Environment hide(Environment environment) {
        String socket = environment.get(VARIABLE);
        return socket == null ? environment : environment.without(VARIABLE).with(HIDDEN, socket);
    }

    /** The store of the unit this process belongs to; one that keeps nothing if there is no service manager. */
    public static DescriptorStore of(Sys sys, Environment environment, String id) {
        String hidden = environment.get(HIDDEN);
        String socket = hidden != null ? hidden : environment.get(VARIABLE);
        boolean usable = socket != null && Kept.TERMINAL.nameFor(id).length() <= MAX_NAME;
        return new DescriptorStore(sys, id, usable ? new NotifySocket(sys, socket) : null);
    }

    /** Gives a copy of a descriptor to the store; nothing happens if it is negative. */
    public void keep(Kept what, int fd) {
        if (fd >= 0) {
            // FDPOLL=0: a terminal that nobody has open for a moment would be thrown away otherwise
            tell("FDSTORE=1\nFDPOLL=0\nFDNAME=" + what.nameFor(id), fd);
        }
    }

    public void keepProcess(int pid) {
        if (manager == null) {
            return;
        }
        int pidfd = sys.pidfd(pid);
        if (pidfd >= 0) {
            keep(Kept.PROCESS, pidfd);
            sys.close(pidfd);
        }
    }

    /** The container has ended: the store would hold its pipes open for nobody. */
    public void forget() {
        for (Kept what : Kept.values()) {
            forget(what);
        }
    }

    /** The store's copy would keep a pipe open that is to be closed. */
    public void forget(Kept what) {
        tell("FDSTOREREMOVE=1\nFDNAME=" + what.nameFor(id), -1);
    }

    private void tell(String lines, int fd) {
        if (manager == null) {
            return;
        }
        manager.send(lines.getBytes(US_ASCII), fd);
    }
}
