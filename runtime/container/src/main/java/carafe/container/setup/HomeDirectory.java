package carafe.container.setup;

import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.Ref;
import carafe.kernel.Stat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks a user's home directory up in the container's /etc/passwd. After the mounts. */
public final class HomeDirectory {
    private static final String DEFAULT = "/";
    private static final int LONGEST = 1 << 20;
    /** Read at once, without a question for the size; most files are shorter. */
    private static final int FIRST_READ = 4096;
    /** Fields of passwd(5). */
    private static final int UID = 2;
    private static final int HOME = 5;
    private static final int FIELDS = 7;

    private final Kernel kernel;
    private final RootedPath root;

    public HomeDirectory(Kernel kernel, RootedPath root) {
        this.kernel = kernel;
        this.root = root;
    }

    /** "/" for a user without an entry: any id may be asked for. */
    public String of(long uid) {
        kernel.enter("look up home directory", "/process/user/uid");
        // an image may have put a fifo there: opening it must not block
        Fd passwd = root.openIfPresent("/etc/passwd", Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOCTTY);
        PendingStat stat = kernel.allowing(Errno.EBADF).statLater(passwd);
        long buffer = kernel.arena().allocate(FIRST_READ, 8);
        Ref first = kernel.allowingAll().read(passwd, buffer, FIRST_READ);
        if (passwd.failed()) {
            return DEFAULT;
        }
        boolean regular = (stat.get().mode() & Stat.TYPE_MASK) == Stat.REGULAR && stat.get().size() <= LONGEST;
        byte[] users = regular && !first.failed() ? kernel.arena().getBytes(buffer, (int) first.get()) : new byte[0];
        int missing = (int) stat.get().size() - users.length;
        if (users.length == FIRST_READ && missing > 0) {
            users = join(users, kernel.readUpTo(passwd, missing));
        }
        kernel.close(passwd);
        return find(new String(users, StandardCharsets.UTF_8), uid);
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
