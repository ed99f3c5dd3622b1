package carafe.container.path;

import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.Step;
import carafe.kernel.StepKind;

/**
 * The container's /dev/null, proven to be one: an image can put anything in its place, and what is mounted over a
 * masked path, or given to the container as its standard input, would then be of the image's choice (CVE-2025-31133).
 */
public final class NullDevice {
    private static final int MAJOR = 1;
    private static final int MINOR = 3;

    private final Fd fd;
    private final PendingStat stat;

    private NullDevice(Fd fd, PendingStat stat) {
        this.fd = fd;
        this.stat = stat;
    }

    /** Looks for it; queued. {@code flags} are added to O_NOFOLLOW. */
    public static NullDevice open(Kernel kernel, RootedPath root, long flags) {
        Fd fd = root.openIfPresent("/dev/null", flags | Open.O_NOFOLLOW);
        return new NullDevice(fd, kernel.allowing(Errno.EBADF).statLater(fd));
    }

    /** The descriptor, which belongs to whoever asks last. */
    public Fd verified() {
        if (fd.failed() || !is(stat)) {
            throw new SetupFailed(new Step(StepKind.VERIFY_NULL), "container's /dev/null is invalid", null);
        }
        return fd;
    }

    public static boolean is(PendingStat stat) {
        return stat.get() != null && stat.get().isCharacterDevice(MAJOR, MINOR);
    }
}
