package carafe.spec.mount;

/** Attributes of mount_setattr(2) (linux/mount.h). */
public final class MountAttr {
    public static final long MOUNT_ATTR_RDONLY = 0x01;
    public static final long MOUNT_ATTR_NOSUID = 0x02;
    public static final long MOUNT_ATTR_NODEV = 0x04;
    public static final long MOUNT_ATTR_NOEXEC = 0x08;
    /** The bits that hold one of the next three; to set one, all of these must be cleared in the same call. */
    public static final long MOUNT_ATTR__ATIME = 0x70;
    public static final long MOUNT_ATTR_RELATIME = 0x00;
    public static final long MOUNT_ATTR_NOATIME = 0x10;
    public static final long MOUNT_ATTR_STRICTATIME = 0x20;
    public static final long MOUNT_ATTR_NODIRATIME = 0x80;
    public static final long MOUNT_ATTR_IDMAP = 0x0010_0000;
    public static final long MOUNT_ATTR_NOSYMFOLLOW = 0x0020_0000;

    private MountAttr() {
    }
}
