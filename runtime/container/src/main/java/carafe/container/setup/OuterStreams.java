package carafe.container.setup;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/**
 * The standard streams of a process in a user namespace, seen by the runtime, which has inherited the same ones. Their
 * owner has no id in that namespace as a rule, so nobody in it could hand them over, and the process could not open
 * /dev/stdout by that name.
 */
final class OuterStreams {
    /** fcntl(2) */
    private static final int F_GETFL = 3;
    private static final long NOT_ASKED = -2;
    private static final long NOBODY = -1;

    private final LocalKernel runtime;
    private final int pid;
    private final long uid;
    private long hostUid = NOT_ASKED;

    /**
     * @param pid in the user namespace, as the runtime sees it
     * @param uid as the user namespace has it
     */
    OuterStreams(LocalKernel runtime, int pid, long uid) {
        this.runtime = runtime;
        this.pid = pid;
        this.uid = uid;
    }

    /**
     * Changes the owner and nothing else, as the change inside does.
     *
     * @param inside what the process sees at this number, no device
     * @return whether the stream belongs to the process's user now
     */
    boolean give(int number, Stat inside) {
        Fd fd = Fd.of(number);
        Stat own = runtime.allowing(Errno.EBADF).stat(fd);
        // a number that was closed when the runtime began may have become another file of its own
        if (own == null || own.inode() != inside.inode() || own.device() != inside.device() || isOnlyRead(fd, own)) {
            return false;
        }
        if (hostUid == NOT_ASKED) {
            hostUid = hostUid();
        }
        if (hostUid == NOBODY) {
            return false;
        }
        // whatever the reason, it is better to go on with a stream that cannot be opened again than not at all
        return (own.uid() & 0xffffffffL) == hostUid || !runtime.allowingAll().run(
                runtime.call(Syscall.FCHOWN).with(fd).with(hostUid).with(Stdio.UNCHANGED)).failed();
    }

    /** Its owner could open it again for writing, which nobody has allowed. */
    private boolean isOnlyRead(Fd fd, Stat file) {
        return (file.mode() & Stat.TYPE_MASK) == Stat.REGULAR
                && (runtime.run(runtime.call(Syscall.FCNTL).with(fd).with(F_GETFL)).get() & Open.O_ACCMODE)
                == Open.O_RDONLY;
    }

    /** From the kernel and not from config.json, which need not know the maps of a namespace that is joined. */
    private long hostUid() {
        Fd file = runtime.allowing(Errno.ENOENT, Errno.EACCES)
                .openat(Fd.CWD, "/proc/" + pid + "/uid_map", Open.O_RDONLY);
        if (file.failed()) {
            return NOBODY;
        }
        StringTokenizer numbers = new StringTokenizer(new String(runtime.readAll(file),
                StandardCharsets.US_ASCII));
        runtime.close(file);
        // lines of: first id inside, first id outside, how many (user_namespaces(7))
        while (numbers.hasMoreTokens()) {
            long first = Long.parseLong(numbers.nextToken());
            long outside = Long.parseLong(numbers.nextToken());
            long count = Long.parseLong(numbers.nextToken());
            if (uid >= first && uid - first < count) {
                return outside + uid - first;
            }
        }
        return NOBODY;
    }
}
