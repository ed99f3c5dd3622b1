package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.util.Arrays;

/**
 * Descriptors of the caller that the container gets under the same numbers. The caller says how many numbers from 3 on
 * may be open, not that all of them are: Podman's {@code --preserve-fd} names single ones, and closes those below.
 */
final class PreservedFds {
    private static final int FIRST = 3;
    private static final int F_GETFD = 1;
    /** The numbers that were open before a JVM opened files of its own, some of which are not close-on-exec. */
    private static final String CALLERS = "carafe.descriptors";
    /** Each number is asked for, so there must be an end. */
    private static final int MOST = 1 << 16;

    private final int[] numbers;

    private PreservedFds(int[] numbers) {
        this.numbers = numbers;
    }

    /**
     * Those of the first {@code count} numbers that the caller left open.
     *
     * @throws Refused if they are too many
     */
    static PreservedFds among(Kernel kernel, int count) {
        if (count > MOST) {
            throw new Refused("descriptors to preserve: " + count + ", expected " + MOST + " at most");
        }
        String callers = System.getProperty(CALLERS);
        int[] open = new int[8];
        int found = 0;
        for (int fd = FIRST; fd < FIRST + count; fd++) {
            Ref flags = kernel.allowing(Errno.EBADF).run(kernel.call(Syscall.FCNTL).with(Fd.of(fd)).with(F_GETFD));
            // what is close-on-exec did not come to us by execve, so it is one of our own
            if (!flags.failed() && (flags.get() & FileCalls.FD_CLOEXEC) == 0
                    && (callers == null || (callers + " ").contains(" " + fd + " "))) {
                open = found < open.length ? open : Arrays.copyOf(open, 2 * found);
                open[found++] = fd;
            }
        }
        return new PreservedFds(Arrays.copyOf(open, found));
    }

    /** For a servant that is to have them, too. */
    int[] numbers() {
        return numbers;
    }

    /** Queued in the servant, which has marked every descriptor close-on-exec. */
    void passOn(Kernel servant) {
        servant.enter(StepKind.PASS_DESCRIPTORS);
        for (int fd : numbers) {
            servant.setCloexec(Fd.of(fd), false);
        }
    }
}
