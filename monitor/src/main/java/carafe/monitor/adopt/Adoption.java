package carafe.monitor.adopt;

import carafe.kernel.Open;
import carafe.kernel.Sys;
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
 *   stdin            lost without a descriptor store: the container has read its end when the old monitor died
 *   terminal         lost without a descriptor store: its master was the monitor's, the container has got SIGHUP
 *   attach clients   lost: they connect again
 * </pre>
 */
public final class Adoption {
    private static final int MAX_DESCRIPTOR = 255;

    private final Sys sys;
    private final AdoptRecord record;
    private final StoredDescriptors stored;
    private final String id;
    private final List<String> lost = new ArrayList<>();

    public Adoption(Sys sys, AdoptRecord record, StoredDescriptors stored, String id) {
        this.sys = sys;
        this.record = record;
        this.stored = stored;
        this.id = id;
    }

    /** Whether somebody can tell how the container ends, or has ended. */
    public boolean isPossible() {
        return process() >= 0 || record.containerLives(sys);
    }

    /** A pidfd that was kept, or -1. */
    public int process() {
        return stored.find(id, Kept.PROCESS);
    }

    /** A reading end of the pipe, or -1. */
    public int stdout() {
        return pipe(Kept.STDOUT, record.stdout());
    }

    /** A reading end of the pipe, or -1. */
    public int stderr() {
        return pipe(Kept.STDERR, record.stderr());
    }

    /** The writing end of the pipe, or -1. */
    public int stdin() {
        return kept(Kept.STDIN);
    }

    /** The terminal's master, or -1. */
    public int terminal() {
        return kept(Kept.TERMINAL);
    }

    private int kept(Kept what) {
        int fd = stored.find(id, what);
        if (fd < 0) {
            lost.add(what.label());
        }
        return fd;
    }

    private int pipe(Kept what, String pipe) {
        int fd = stored.find(id, what);
        return fd >= 0 || pipe.isEmpty() ? fd : reopen(what, pipe);
    }

    /** The process may have moved its descriptors, so the pipe is known by its inode. */
    private int reopen(Kept what, String pipe) {
        for (int fd = 0; fd <= MAX_DESCRIPTOR; fd++) {
            String path = "/proc/" + record.pid() + "/fd/" + fd;
            if (pipe.equals(sys.readlink(path))) {
                int reader = sys.open(path, Open.O_RDONLY | Open.O_NONBLOCK, 0);
                if (reader >= 0) {
                    return reader;
                }
            }
        }
        lost.add(what.label());
        return -1;
    }

    /** What could not be recovered, for the person who adopts; empty if nothing is lost. */
    public String report() {
        return lost.isEmpty() ? "" : "lost: " + String.join(", ", lost);
    }
}
