package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Syscall;
import java.nio.charset.StandardCharsets;

/** Looks at a container's first process from outside. */
final class InitProcess {
    /** Fields of /proc/PID/stat after the command's closing parenthesis: state is the first, start time the 20th. */
    private static final int START_TIME_FIELD = 20;
    private static final int LONGEST_PID = 16;

    private InitProcess() {
    }

    /**
     * The process's start time in clock ticks since boot.
     *
     * @return 0 if it is gone, or a zombie nobody has collected
     */
    static long startTime(Kernel kernel, int pid) {
        // ESRCH: it was collected between the search for its directory and that for the file in it
        Fd file = kernel.allowing(Errno.ENOENT, Errno.ESRCH).openat(Fd.CWD, "/proc/" + pid + "/stat", Open.O_RDONLY);
        if (file.failed()) {
            return 0;
        }
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(1024, 8);
        int n = (int) kernel.allowing(Errno.ESRCH).read(file, buffer, 1024).get();
        byte[] read = kernel.arena().getBytes(buffer, Math.max(n, 0));
        kernel.arena().reset(mark);
        kernel.close(file);
        if (n <= 0) {
            return 0;
        }
        String stat = new String(read, StandardCharsets.ISO_8859_1);
        int at = stat.lastIndexOf(')') + 2;
        char state = stat.charAt(at);
        if (state == 'Z' || state == 'X') {
            return 0;
        }
        for (int field = 1; field < START_TIME_FIELD; field++) {
            at = stat.indexOf(' ', at) + 1;
        }
        return Long.parseLong(stat.substring(at, stat.indexOf(' ', at)));
    }

    /**
     * To be asked before a container is made: with the /proc of another pid namespace nobody could tell whether its
     * process is alive, and another one would be taken for it.
     *
     * @throws Refused if /proc does not show this process under its own number
     */
    static void requireProc(Kernel kernel) {
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(LONGEST_PID, 8);
        int n = (int) kernel.allowingAll().run(kernel.call(Syscall.READLINKAT).with(Fd.CWD).with("/proc/self")
                .with(buffer).with(LONGEST_PID)).get();
        String shown = n < 0 ? "" : new String(kernel.arena().getBytes(buffer, n), StandardCharsets.ISO_8859_1);
        kernel.arena().reset(mark);
        String own = Long.toString(kernel.run(kernel.call(Syscall.GETPID)).get());
        if (!shown.equals(own)) {
            throw new Refused("/proc: found " + (n < 0 ? Errno.text(-n) : "this process under number " + shown)
                    + " in /proc/self, expected " + own + ", as in a procfs of this pid namespace (\"mount -t proc proc "
                    + "/proc\" mounts one)");
        }
    }

    /** Whether the process the state names is still that process, and alive. */
    static boolean isAlive(Kernel kernel, SavedState state) {
        return state.initPid() != 0 && startTime(kernel, state.initPid()) == state.initStart();
    }
}
