package carafe.kernel;

import java.nio.ByteBuffer;

/**
 * struct mount_attr (include/uapi/linux/mount.h).
 *
 * @param set         MOUNT_ATTR_* to set
 * @param clear       MOUNT_ATTR_* to clear
 * @param propagation MS_PRIVATE, MS_SLAVE, MS_SHARED, MS_UNBINDABLE or 0 to leave it
 * @param userns      the user namespace of an idmapped mount, or 0
 */
public record MountAttr(long set, long clear, long propagation, Ref userns) implements Struct {
    public static final long RDONLY = 1;
    public static final long NOSUID = 2;
    public static final long NODEV = 4;
    public static final long NOEXEC = 8;
    /** The access time modes are one field: to set one, clear the whole field first. */
    public static final long ATIME_MASK = 0x70;
    public static final long RELATIME = 0;
    public static final long NOATIME = 0x10;
    public static final long STRICTATIME = 0x20;
    public static final long NODIRATIME = 0x80;
    public static final long IDMAP = 0x100000;
    public static final long NOSYMFOLLOW = 0x200000;

    public MountAttr(long set, long clear) {
        this(set, clear, 0, null);
    }

    @Override
    public int size() {
        return 32;
    }

    @Override
    public void write(ByteBuffer to) {
        to.putLong(set).putLong(clear).putLong(propagation).putLong(userns == null ? 0 : userns.get());
    }

    @Override
    public String toString() {
        return "{set=" + FlagTable.MOUNT_ATTR.decode(set) + ", clear=" + FlagTable.MOUNT_ATTR.decode(clear)
                + ", propagation=" + FlagTable.MOUNT.decode(propagation) + "}";
    }
}
