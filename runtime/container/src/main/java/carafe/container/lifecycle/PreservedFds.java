package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.Syscall;

/** Descriptors of the caller that the container gets under the same numbers: from 3 on, without a gap. */
final class PreservedFds {
    private static final int FIRST = 3;
    private static final int F_GETFD = 1;

    private PreservedFds() {
    }

    /**
     * Must be there from the caller: what is close-on-exec did not come to us by execve, so it is one of our own.
     *
     * @throws Refused if one of them is not
     */
    static void requireOpen(Kernel kernel, int count) {
        for (int fd = FIRST; fd < FIRST + count; fd++) {
            Ref flags = kernel.allowing(Errno.EBADF).run(kernel.call(Syscall.FCNTL).with(Fd.of(fd)).with(F_GETFD));
            if (flags.failed() || (flags.get() & FileCalls.FD_CLOEXEC) != 0) {
                throw new Refused("unable to stat preserved-fd " + fd + ": " + Errno.text(Errno.EBADF)
                        + ", expected " + count + " open descriptors from " + FIRST + " on");
            }
        }
    }

    /** For a servant that is to have them, too. */
    static int[] numbers(int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = FIRST + i;
        }
        return numbers;
    }

    /** Queued in the servant, which has marked every descriptor close-on-exec. */
    static void passOn(Kernel servant, int count) {
        servant.enter("pass descriptors on", "");
        for (int fd = FIRST; fd < FIRST + count; fd++) {
            servant.setCloexec(Fd.of(fd), false);
        }
    }
}
