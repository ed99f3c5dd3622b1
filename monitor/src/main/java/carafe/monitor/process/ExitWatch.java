package carafe.monitor.process;

import carafe.kernel.Errno;
import carafe.kernel.Libc;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.system.Children;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.Signals;
import carafe.shim.ExitFiles;
import java.util.function.IntConsumer;

/**
 * How a process ends. Usually it is a child and its status comes by wait4. If it is none (it was started
 * under another subreaper, or an earlier monitor was killed), a pidfd tells when it ends and, since Linux 6.15, how.
 */
final class ExitWatch implements EventLoop.Handler {
    /** _IOWR(0xff, 11, struct pidfd_info), include/uapi/linux/pidfd.h. */
    private static final long PIDFD_GET_INFO = 0xc040ff0bL;
    private static final long PIDFD_INFO_EXIT = 1 << 3;
    private static final int INFO_BYTES = 64;
    private static final int EXIT_CODE_AT = 60;
    /** The 52nd field of proc(5)'s stat, counted from the third. */
    private static final int EXIT_CODE_FIELD = 49;
    /** Its new parent may need a moment to collect it; only then the kernel tells the code. */
    private static final int ATTEMPTS = 20;
    private static final long ATTEMPT_MILLIS = 25;

    private final Sys sys;
    private final EventLoop loop;
    private final EventLoop.Timer again;
    private final IntConsumer onExit;
    private final int pid;
    private int pidfd = -1;
    private int attempts;
    private boolean exited;

    private ExitWatch(Sys sys, EventLoop loop, int pid, IntConsumer onExit) {
        this.sys = sys;
        this.loop = loop;
        this.pid = pid;
        this.onExit = onExit;
        again = loop.timer(this::askForCode);
    }

    /**
     * Watches a process.
     *
     * @param pidfd if an earlier monitor has left one, else -1
     * @param onExit gets the exit code, once
     */
    static ExitWatch begin(Sys sys, EventLoop loop, Children children, int pid, int pidfd, IntConsumer onExit) {
        ExitWatch process = new ExitWatch(sys, loop, pid, onExit);
        if (children.isChild(pid)) {
            children.expect(pid, status -> process.exit(ExitFiles.exitCode(status)));
        } else {
            process.watchFromOutside(pidfd);
        }
        return process;
    }

    private void watchFromOutside(int kept) {
        pidfd = kept >= 0 ? kept : sys.pidfd(pid);
        if (pidfd < 0) {
            exit(ExitFiles.UNKNOWN);
        } else {
            loop.add(pidfd, Sys.EPOLLIN, this);
        }
    }

    @Override
    public void ready(int events) {
        loop.remove(pidfd);
        askForCode();
    }

    private void askForCode() {
        int mark = sys.arena().mark();
        long info = sys.arena().allocate(INFO_BYTES, 8);
        int at = sys.offset(info);
        sys.memory().putLong(at, PIDFD_INFO_EXIT);
        int result = sys.ioctl(pidfd, PIDFD_GET_INFO, info);
        boolean known = result >= 0 && (sys.memory().getLong(at) & PIDFD_INFO_EXIT) != 0;
        int status = sys.memory().getInt(at + EXIT_CODE_AT);
        sys.arena().reset(mark);
        if (!known) {
            int unreaped = zombieStatus();
            known = unreaped >= 0;
            status = known ? unreaped : status;
        }
        if (known || result < 0 && result != -Errno.ESRCH || ++attempts == ATTEMPTS) {
            sys.close(pidfd);
            exit(known ? ExitFiles.exitCode(status) : ExitFiles.UNKNOWN);
        } else {
            again.in(ATTEMPT_MILLIS);
        }
    }

    /** The wait status of a process that its parent has not collected (field 52 of /proc/PID/stat), or -1. */
    private int zombieStatus() {
        String stat = sys.readText("/proc/" + pid + "/stat");
        if (stat == null) {
            return -1;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        return fields[0].equals("Z") && fields.length > EXIT_CODE_FIELD
                ? Integer.parseInt(fields[EXIT_CODE_FIELD]) : -1;
    }

    private void exit(int code) {
        exited = true;
        again.remove();
        onExit.accept(code);
    }

    /** Sends a signal: 0, or a negated error number. After the exit the pid may be somebody else's. */
    int signal(int signal) {
        return exited ? -Errno.ESRCH : sys.kill(pid, signal);
    }

    /** Kills the process and its group; never a group that is not the container's own. */
    void killGroup() {
        int group = (int) Libc.call(Syscall.GETPGID, pid);
        if (!exited) {
            sys.kill(group > 1 && group == pid ? -group : pid, Signals.SIGKILL);
        }
    }
}
