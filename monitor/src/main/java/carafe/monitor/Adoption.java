package carafe.monitor;

import carafe.kernel.Open;
import carafe.monitor.system.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * The stdio of a container whose monitor was killed.
 *
 * <pre>
 *   stdout, stderr   kept, with all that was not read: the container's ends are open for reading too (StdioPipes),
 *                    so the pipe is alive, and /proc/PID/fd opens it again
 *   exit code        kept: asked of a pidfd (Linux 6.15; before that it is unknown, -1)
 *   logs             kept: appended to, an incomplete last line is completed
 *   stdin            lost: the container has read its end when the old monitor died
 *   terminal         lost: its master was the monitor's, the container has got SIGHUP
 *   attach clients   lost: they connect again
 * </pre>
 */
final class Adoption {
    private static final int MAX_DESCRIPTOR = 255;

    private final Sys sys;
    private final AdoptRecord record;
    private final List<String> lost = new ArrayList<>();

    Adoption(Sys sys, AdoptRecord record) {
        this.sys = sys;
        this.record = record;
    }

    /** A new reading end of the pipe, or -1. */
    int stdout() {
        return reopen("stdout", record.stdout());
    }

    /** A new reading end of the pipe, or -1. */
    int stderr() {
        return reopen("stderr", record.stderr());
    }

    /** The process may have moved its descriptors, so the pipe is known by its inode. */
    private int reopen(String name, String pipe) {
        for (int fd = 0; fd <= MAX_DESCRIPTOR && !pipe.isEmpty(); fd++) {
            String path = "/proc/" + record.pid() + "/fd/" + fd;
            if (pipe.equals(sys.readlink(path))) {
                int reader = sys.open(path, Open.O_RDONLY | Open.O_NONBLOCK, 0);
                if (reader >= 0) {
                    return reader;
                }
            }
        }
        lost.add(name);
        return -1;
    }

    /** What could not be recovered, for the person who adopts; empty if nothing is lost. */
    String report(boolean hadStdin, boolean hadTerminal) {
        if (hadTerminal) {
            lost.add("terminal");
        } else if (hadStdin) {
            lost.add("stdin");
        }
        return lost.isEmpty() ? "" : "lost: " + String.join(", ", lost);
    }
}
