package carafe.monitor.io;

import carafe.kernel.ErrnoException;
import carafe.kernel.Open;
import carafe.kernel.Sys;

/**
 * The pipes between monitor and container.
 *
 * <pre>
 *   attach clients ─▶ monitor ══ stdin ══▶ container       with --stdin, else /dev/null
 *   logs, clients ◀── monitor ◀═ stdout ══ container       without a terminal
 *   logs, clients ◀── monitor ◀═ stderr ══ container       always: the runtime's own errors come here too
 * </pre>
 *
 * The container's ends of stdout and stderr are open for reading too. So the pipe keeps a reader when the monitor is
 * killed: the container waits when it is full, instead of dying of SIGPIPE, and a monitor that takes over finds every
 * byte by opening {@code /proc/PID/fd/1}. End of file is unaffected: it comes when the container's ends are closed.
 */
public final class StdioPipes {
    /** The modes are wide open because the container's user is another one and may open /dev/stdout by name. */
    private static final int MODE = 0777;

    private final Sys sys;
    private final int[] stdin = {-1, -1};
    private final int[] stdout = {-1, -1};
    private final int[] stderr = {-1, -1};

    public StdioPipes(Sys sys, boolean withStdin, boolean withStdout) {
        this.sys = sys;
        if (withStdin) {
            make(stdin);
            sys.fchmod(stdin[0], MODE);
        }
        if (withStdout) {
            make(stdout);
            makeReadable(stdout);
        }
        make(stderr);
        makeReadable(stderr);
    }

    private void make(int[] ends) {
        int error = sys.pipe(ends);
        if (error < 0) {
            throw new ErrnoException("cannot make a pipe for the container's stdio", -error);
        }
    }

    private void makeReadable(int[] ends) {
        sys.fchmod(ends[1], MODE);
        int both = sys.open("/proc/self/fd/" + ends[1], Open.O_RDWR, 0);
        if (both >= 0) {
            sys.close(ends[1]);
            ends[1] = both;
        }
    }

    /** The container's end, or -1. */
    public int containerStdin() {
        return stdin[0];
    }

    /** The container's end, or -1. */
    public int containerStdout() {
        return stdout[1];
    }

    /** The container's end. */
    public int containerStderr() {
        return stderr[1];
    }

    /** The monitor's end, or -1. */
    public int monitorStdin() {
        return stdin[1];
    }

    /** The monitor's end, or -1. */
    public int monitorStdout() {
        return stdout[0];
    }

    /** The monitor's end. */
    public int monitorStderr() {
        return stderr[0];
    }

    /** The runtime has its ends: closes ours of them, or there would never be an end of file. */
    public void closeContainerEnds() {
        for (int fd : new int[] {stdin[0], stdout[1], stderr[1]}) {
            if (fd >= 0) {
                sys.close(fd);
            }
        }
    }
}
