package carafe.container.setup;

import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.RawText;
import carafe.kernel.Ref;
import carafe.kernel.Stat;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import java.util.Arrays;

/**
 * Looks a user's home directory up in the container's /etc/passwd. After the mounts.
 *
 * <p>An image, or whoever shares a directory with the container, decides what that is: a link to a file of procfs that
 * gives the host's kernel log away, a device, a fifo. So it is looked at first and opened only if it is a regular file
 * that has a size, which those of procfs have not. The first look is queued early, to be answered with something else.
 */
public final class HomeDirectory {
    private static final Step STEP = new Step(StepKind.HOME_DIRECTORY);
    private static final String DEFAULT = "/";
    private static final int LONGEST = 1 << 20;
    /** Read at once; most files are shorter. */
    private static final int FIRST_READ = 4096;
    /** Fields of passwd(5). */
    private static final int UID = 2;
    private static final int HOME = 5;
    private static final int FIELDS = 7;

    private final Kernel kernel;
    private final Fd found;
    private final PendingStat stat;

    private HomeDirectory(Kernel kernel, Fd found) {
        this.kernel = kernel;
        this.found = found;
        this.stat = kernel.allowing(Errno.EBADF).statLater(found);
    }

    /** Looks for the file; queued. */
    public static HomeDirectory look(Kernel kernel, RootedPath root) {
        kernel.enter(STEP);
        return new HomeDirectory(kernel, root.openIfPresent("/etc/passwd", Open.O_PATH));
    }

    /** "/" for a user without an entry: any id may be asked for. To be asked once only. */
    public String of(long uid, ProcHandle proc) {
        kernel.enter(STEP);
        if (found.failed()) {
            return DEFAULT;
        }
        long size = stat.get().size();
        boolean regular = (stat.get().mode() & Stat.TYPE_MASK) == Stat.REGULAR && size > 0 && size <= LONGEST;
        byte[] users = regular ? read(proc, (int) size) : new byte[0];
        kernel.close(found);
        return find(RawText.of(users), uid);
    }

    private byte[] read(ProcHandle proc, int size) {
        Fd passwd = kernel.allowingAll().openat(proc.root(), ProcHandle.nameOf(found), Open.O_RDONLY);
        long buffer = kernel.arena().allocate(FIRST_READ, 8);
        Ref first = kernel.allowingAll().read(passwd, buffer, FIRST_READ);
        byte[] users = first.failed() ? new byte[0] : kernel.arena().getBytes(buffer, (int) first.get());
        if (users.length == FIRST_READ && size > FIRST_READ) {
            users = join(users, kernel.readUpTo(passwd, size - FIRST_READ));
        }
        kernel.allowing(Errno.EBADF).close(passwd);
        return users;
    }

    private static byte[] join(byte[] first, byte[] rest) {
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    static String find(String passwd, long uid) {
        String wanted = Long.toString(uid);
        for (String line : passwd.split("\n")) {
            String[] fields = line.split(":", FIELDS);
            if (fields.length > HOME && fields[UID].equals(wanted)) {
                return fields[HOME].isEmpty() ? DEFAULT : fields[HOME];
            }
        }
        return DEFAULT;
    }
}
