package carafe.spec.mount;

/** Flags of mount(2) (linux/mount.h). */
public final class MsFlag {
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 1 << 1;
    public static final long MS_NODEV = 1 << 2;
    public static final long MS_NOEXEC = 1 << 3;
    public static final long MS_SYNCHRONOUS = 1 << 4;
    public static final long MS_REMOUNT = 1 << 5;
    public static final long MS_MANDLOCK = 1 << 6;
    public static final long MS_DIRSYNC = 1 << 7;
    public static final long MS_NOSYMFOLLOW = 1 << 8;
    public static final long MS_NOATIME = 1 << 10;
    public static final long MS_NODIRATIME = 1 << 11;
    public static final long MS_BIND = 1 << 12;
    public static final long MS_MOVE = 1 << 13;
    public static final long MS_REC = 1 << 14;
    public static final long MS_SILENT = 1 << 15;
    public static final long MS_UNBINDABLE = 1 << 17;
    public static final long MS_PRIVATE = 1 << 18;
    public static final long MS_SLAVE = 1 << 19;
    public static final long MS_SHARED = 1 << 20;
    public static final long MS_RELATIME = 1 << 21;
    public static final long MS_I_VERSION = 1 << 23;
    public static final long MS_STRICTATIME = 1 << 24;
    public static final long MS_LAZYTIME = 1 << 25;

    private MsFlag() {
    }
}
