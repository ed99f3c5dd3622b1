package carafe.container.setup;

import carafe.container.path.NullDevice;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.Ref;
import carafe.kernel.Stat;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;

/**
 * Standard input, output and error of the container's process: whatever of them is the host's /dev/null becomes the
 * container's, and the rest is handed to the process's user, who could not open it again otherwise.
 *
 * <p>After pivot_root and the console, whose descriptors these then are; before the change of user.
 */
public final class Stdio {
    private static final int COUNT = 3;
    /** "Leave this id as it is" of chown(2). */
    static final long UNCHANGED = 0xffffffffL;

    private final Kernel kernel;
    private final ProcHandle proc;
    private final PendingStat[] streams = new PendingStat[COUNT];
    private final NullDevice nullDevice;

    private Stdio(Kernel kernel, RootedPath root, ProcHandle proc) {
        this.kernel = kernel;
        this.proc = proc;
        kernel.enter(StepKind.LOOK_AT_STREAMS);
        for (int i = 0; i < COUNT; i++) {
            // a stream may be closed
            streams[i] = kernel.allowing(Errno.EBADF).statLater(Fd.of(i));
        }
        nullDevice = NullDevice.open(kernel, root, Open.O_PATH);
    }

    /** Looks at what the streams are; queued. */
    public static Stdio look(Kernel kernel, RootedPath root, ProcHandle proc) {
        return new Stdio(kernel, root, proc);
    }

    /**
     * @param uid     as the container sees it
     * @param ownDev  whether the container's /dev was set up by us, see {@link Devices#neededWith}
     * @param console whether the streams are the container's own terminal, and not the caller's
     * @param outer   whoever can hand over what the container's root cannot; null for nobody
     */
    void giveTo(long uid, boolean ownDev, boolean console, OuterStreams outer) {
        kernel.enter(StepKind.HAND_OVER_STREAMS);
        Fd reopened = null;
        for (int i = 0; i < COUNT; i++) {
            if (NullDevice.is(streams[i])) {
                if (ownDev) {
                    reopened = reopened == null ? proc.reopen(nullDevice.verified(), Open.O_RDWR) : reopened;
                    kernel.dup3(reopened, i, 0);
                }
            } else if (streams[i].get() != null && (console || !isDevice(streams[i].get()))) {
                Stat stream = streams[i].get();
                // asked first, because inside an owner without an id there looks like the user of the overflow id
                if ((outer == null || !outer.give(i, stream)) && stream.uid() != uid) {
                    chown(Fd.of(i), uid);
                }
            }
        }
    }

    /** A device belongs to the whole host, and a terminal to whoever sits at it. */
    private static boolean isDevice(Stat stream) {
        int type = stream.mode() & Stat.TYPE_MASK;
        return type == Stat.BLOCK_DEVICE || type == Stat.CHARACTER_DEVICE;
    }

    /** The group stays: a terminal's belongs to its devpts. */
    private Ref chown(Fd fd, long uid) {
        // EPERM: the owner has no id in the container's user namespace; then it is not ours to give
        return kernel.allowing(Errno.EPERM, Errno.EROFS)
                .run(kernel.call(Syscall.FCHOWN).with(fd).with(uid).with(UNCHANGED));
    }
}
