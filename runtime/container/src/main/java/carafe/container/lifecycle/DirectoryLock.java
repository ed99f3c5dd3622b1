package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Call;
import carafe.kernel.DeviceNumber;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;

/**
 * Who holds it changes the container (flock(2) on its directory). It ends with the descriptor, and so with the process.
 *
 * <p>Nobody waits for it without end: whoever has it may be stuck in something that is not ours, a hook or a file
 * system, and an engine that deletes a container has to get an answer.
 */
final class DirectoryLock {
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final int LONGEST_SECONDS = 10;
    /** Mostly the lock is held for less than a millisecond; only then look less often. */
    private static final long FIRST_PAUSE = 200_000;
    private static final long LONGEST_PAUSE = 20_000_000;
    /** Fields of a line of /proc/locks. */
    private static final int KIND = 1;
    private static final int PID = 4;
    private static final int FILE = 5;

    private final Kernel kernel;
    private final ContainerId id;
    private final Fd directory;

    DirectoryLock(Kernel kernel, ContainerId id, Fd directory) {
        this.kernel = kernel;
        this.id = id;
        this.directory = directory;
    }

    /** Whether it was free. */
    boolean tryTake() {
        return !kernel.allowing(Errno.EAGAIN).run(flock(LOCK_EX | LOCK_NB)).failed();
    }

    /** @throws Refused if it does not become free in time */
    void take() {
        if (!takeWithin(LONGEST_SECONDS * ProcessCalls.NANOSECONDS)) {
            int holder = holder();
            throw new Refused("container " + id + " is being changed by "
                    + (holder == 0 ? "another process" : "process " + holder) + ", which has not come to an end for "
                    + LONGEST_SECONDS + " s");
        }
    }

    /** Whether it became free in time. */
    boolean takeWithin(long nanoseconds) {
        long pause = FIRST_PAUSE;
        for (long waited = 0; !tryTake(); waited += pause) {
            if (waited >= nanoseconds) {
                return false;
            }
            kernel.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return true;
    }

    void release() {
        kernel.run(flock(LOCK_UN));
    }

    private Call flock(int operation) {
        return kernel.call(Syscall.FLOCK).with(directory).with(operation);
    }

    /** Ends whoever holds it; does nothing if that cannot be told. */
    void killHolder() {
        int holder = holder();
        Fd pidfd = holder == 0 ? null : kernel.allowing(Errno.ESRCH).pidfdOpen(holder);
        if (pidfd == null || pidfd.failed()) {
            return;
        }
        // asked again, because the number may have become another process's before there was a descriptor
        if (holder() == holder) {
            kernel.allowing(Errno.ESRCH, Errno.EPERM).pidfdSendSignal(pidfd, ProcessCalls.SIGKILL);
        }
        kernel.close(pidfd);
    }

    /**
     * From proc_locks(5): {@code 1: FLOCK  ADVISORY  WRITE 4711 00:1a:812 0 EOF}, with an arrow before the kind in the
     * lines of those that wait.
     *
     * @return 0 if nobody does, or somebody outside of our pid namespace
     */
    private int holder() {
        Stat stat = kernel.stat(directory);
        for (String line : kernel.readText(Fd.CWD, "/proc/locks").split("\n")) {
            String[] fields = line.trim().split(" +");
            if (fields.length > FILE && fields[KIND].equals("FLOCK") && isFile(fields[FILE], stat)) {
                return Integer.parseInt(fields[PID]);
            }
        }
        return 0;
    }

    /** @param field the device's two numbers in hexadecimal, and the inode */
    private static boolean isFile(String field, Stat stat) {
        String[] numbers = field.split(":");
        return DeviceNumber.of(Long.parseLong(numbers[0], 16), Long.parseLong(numbers[1], 16)) == stat.device()
                && Long.parseLong(numbers[2]) == stat.inode();
    }
}
