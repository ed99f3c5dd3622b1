package carafe.kernel;

import java.nio.ByteBuffer;

/**
 * struct open_how (include/uapi/linux/openat2.h).
 *
 * @param flags   O_* of {@link Open}
 * @param mode    of a file that is created, else 0
 * @param resolve RESOLVE_*: how far the path may lead
 */
public record OpenHow(long flags, long mode, long resolve) implements Struct {
    public static final long RESOLVE_NO_XDEV = 1;
    public static final long RESOLVE_NO_MAGICLINKS = 2;
    public static final long RESOLVE_NO_SYMLINKS = 4;
    public static final long RESOLVE_BENEATH = 8;
    public static final long RESOLVE_IN_ROOT = 0x10;

    /** Opens inside the directory as if it were the root: no symlink, {@code ..} or magic link leads out. */
    public static OpenHow inRoot(long flags) {
        return new OpenHow(flags | Open.O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    }

    @Override
    public int size() {
        return 24;
    }

    @Override
    public void write(ByteBuffer to) {
        to.putLong(flags).putLong(mode).putLong(resolve);
    }

    @Override
    public String toString() {
        return "{flags=" + FlagTable.OPEN.decode(flags) + ", mode=0" + Long.toOctalString(mode)
                + ", resolve=" + FlagTable.RESOLVE.decode(resolve) + "}";
    }
}
