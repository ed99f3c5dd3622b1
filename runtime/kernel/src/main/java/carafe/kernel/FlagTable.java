package carafe.kernel;

/**
 * The names of the bits (or values) of an argument, in one place for traces and failure reports.
 *
 * <p>A table of values, such as prctl's options, names one; a table of bits names each that is set.
 */
public final class FlagTable {
    /** include/uapi/asm-generic/fcntl.h; the aarch64 values of the four that differ are handled in {@link Open}. */
    public static final FlagTable OPEN = bits(
            "O_WRONLY", 1, "O_RDWR", 2, "O_CREAT", 0x40, "O_EXCL", 0x80, "O_NOCTTY", 0x100, "O_TRUNC", 0x200,
            "O_APPEND", 0x400, "O_NONBLOCK", 0x800, "O_SYNC", 0x101000, "O_DIRECTORY", Open.O_DIRECTORY,
            "O_NOFOLLOW", Open.O_NOFOLLOW, "O_CLOEXEC", 0x80000, "O_PATH", 0x200000);
    /** include/uapi/linux/fcntl.h */
    public static final FlagTable AT = bits(
            "AT_SYMLINK_NOFOLLOW", 0x100, "AT_EACCESS", 0x200, "AT_SYMLINK_FOLLOW", 0x400, "AT_NO_AUTOMOUNT", 0x800,
            "AT_EMPTY_PATH", 0x1000, "AT_RECURSIVE", 0x8000);
    /** unlinkat(2) gives 0x200 another name than the other calls. */
    public static final FlagTable AT_UNLINK = bits("AT_REMOVEDIR", 0x200);
    public static final FlagTable RENAME = bits("RENAME_NOREPLACE", 1, "RENAME_EXCHANGE", 2);
    public static final FlagTable CLOSE_RANGE = bits("CLOSE_RANGE_UNSHARE", 2, "CLOSE_RANGE_CLOEXEC", 4);
    /** include/linux/net.h */
    public static final FlagTable SOCKET = bits(
            "SOCK_SEQPACKET", 5, "SOCK_STREAM", 1, "SOCK_DGRAM", 2, "SOCK_NONBLOCK", 0x800, "SOCK_CLOEXEC", 0x80000);
    /** include/uapi/linux/mount.h, mount(2) */
    public static final FlagTable MOUNT = bits(
            "MS_RDONLY", 1, "MS_NOSUID", 2, "MS_NODEV", 4, "MS_NOEXEC", 8, "MS_SYNCHRONOUS", 0x10, "MS_REMOUNT", 0x20,
            "MS_MANDLOCK", 0x40, "MS_DIRSYNC", 0x80, "MS_NOSYMFOLLOW", 0x100, "MS_NOATIME", 0x400,
            "MS_NODIRATIME", 0x800, "MS_BIND", 0x1000, "MS_MOVE", 0x2000, "MS_REC", 0x4000, "MS_SILENT", 0x8000,
            "MS_POSIXACL", 0x10000, "MS_UNBINDABLE", 0x20000, "MS_PRIVATE", 0x40000, "MS_SLAVE", 0x80000,
            "MS_SHARED", 0x100000, "MS_RELATIME", 0x200000, "MS_I_VERSION", 0x800000, "MS_STRICTATIME", 0x1000000,
            "MS_LAZYTIME", 0x2000000);
    public static final FlagTable UMOUNT = bits(
            "MNT_FORCE", 1, "MNT_DETACH", 2, "MNT_EXPIRE", 4, "UMOUNT_NOFOLLOW", 8);
    public static final FlagTable MOUNT_ATTR = bits(
            "MOUNT_ATTR_RDONLY", 1, "MOUNT_ATTR_NOSUID", 2, "MOUNT_ATTR_NODEV", 4, "MOUNT_ATTR_NOEXEC", 8,
            "MOUNT_ATTR_NOATIME", 0x10, "MOUNT_ATTR_STRICTATIME", 0x20, "MOUNT_ATTR_NODIRATIME", 0x80,
            "MOUNT_ATTR_IDMAP", 0x100000, "MOUNT_ATTR_NOSYMFOLLOW", 0x200000);
    public static final FlagTable OPEN_TREE = bits(
            "OPEN_TREE_CLONE", 1, "AT_SYMLINK_NOFOLLOW", 0x100, "AT_NO_AUTOMOUNT", 0x800, "AT_EMPTY_PATH", 0x1000,
            "AT_RECURSIVE", 0x8000, "OPEN_TREE_CLOEXEC", 0x80000);
    public static final FlagTable MOVE_MOUNT = bits(
            "MOVE_MOUNT_F_SYMLINKS", 1, "MOVE_MOUNT_F_AUTOMOUNTS", 2, "MOVE_MOUNT_F_EMPTY_PATH", 4,
            "MOVE_MOUNT_T_SYMLINKS", 0x10, "MOVE_MOUNT_T_AUTOMOUNTS", 0x20, "MOVE_MOUNT_T_EMPTY_PATH", 0x40,
            "MOVE_MOUNT_SET_GROUP", 0x100, "MOVE_MOUNT_BENEATH", 0x200);
    public static final FlagTable FSCONFIG = values(
            "FSCONFIG_SET_FLAG", 0, "FSCONFIG_SET_STRING", 1, "FSCONFIG_SET_BINARY", 2, "FSCONFIG_SET_PATH", 3,
            "FSCONFIG_SET_PATH_EMPTY", 4, "FSCONFIG_SET_FD", 5, "FSCONFIG_CMD_CREATE", 6,
            "FSCONFIG_CMD_RECONFIGURE", 7);
    /** include/uapi/linux/sched.h */
    public static final FlagTable CLONE = bits(
            "CLONE_NEWTIME", 0x80, "CLONE_VM", 0x100, "CLONE_FS", 0x200, "CLONE_FILES", 0x400, "CLONE_PIDFD", 0x1000,
            "CLONE_VFORK", 0x4000, "CLONE_PARENT", 0x8000, "CLONE_NEWNS", 0x20000, "CLONE_PARENT_SETTID", 0x100000,
            "CLONE_NEWCGROUP", 0x2000000, "CLONE_NEWUTS", 0x4000000, "CLONE_NEWIPC", 0x8000000,
            "CLONE_NEWUSER", 0x10000000, "CLONE_NEWPID", 0x20000000, "CLONE_NEWNET", 0x40000000,
            "CLONE_INTO_CGROUP", 0x200000000L);
    /** include/uapi/linux/prctl.h */
    public static final FlagTable PRCTL = values(
            "PR_SET_PDEATHSIG", 1, "PR_SET_DUMPABLE", 4, "PR_SET_KEEPCAPS", 8, "PR_SET_NAME", 15, "PR_SET_SECCOMP", 22,
            "PR_CAPBSET_READ", 23, "PR_CAPBSET_DROP", 24, "PR_SET_SECUREBITS", 28, "PR_SET_CHILD_SUBREAPER", 36,
            "PR_SET_NO_NEW_PRIVS", 38, "PR_CAP_AMBIENT", 47);
    /** include/uapi/asm-generic/resource.h */
    public static final FlagTable RLIMIT = values(
            "RLIMIT_CPU", 0, "RLIMIT_FSIZE", 1, "RLIMIT_DATA", 2, "RLIMIT_STACK", 3, "RLIMIT_CORE", 4, "RLIMIT_RSS", 5,
            "RLIMIT_NPROC", 6, "RLIMIT_NOFILE", 7, "RLIMIT_MEMLOCK", 8, "RLIMIT_AS", 9, "RLIMIT_LOCKS", 10,
            "RLIMIT_SIGPENDING", 11, "RLIMIT_MSGQUEUE", 12, "RLIMIT_NICE", 13, "RLIMIT_RTPRIO", 14,
            "RLIMIT_RTTIME", 15);
    /** include/uapi/linux/openat2.h */
    public static final FlagTable RESOLVE = bits(
            "RESOLVE_NO_XDEV", 1, "RESOLVE_NO_MAGICLINKS", 2, "RESOLVE_NO_SYMLINKS", 4, "RESOLVE_BENEATH", 8,
            "RESOLVE_IN_ROOT", 0x10);

    private final String[] names;
    private final long[] bits;
    private final boolean exclusive;

    private FlagTable(boolean exclusive, Object... nameAndBit) {
        this.exclusive = exclusive;
        this.names = new String[nameAndBit.length / 2];
        this.bits = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = (String) nameAndBit[2 * i];
            bits[i] = ((Number) nameAndBit[2 * i + 1]).longValue();
        }
    }

    private static FlagTable bits(Object... nameAndBit) {
        return new FlagTable(false, nameAndBit);
    }

    private static FlagTable values(Object... nameAndValue) {
        return new FlagTable(true, nameAndValue);
    }

    /** For example {@code MS_NOSUID|MS_REC}; what has no name is added in hex; 0 if nothing is set. */
    public String decode(long value) {
        StringBuilder text = new StringBuilder();
        long rest = value;
        for (int i = 0; i < names.length; i++) {
            if (exclusive ? bits[i] == value : (rest & bits[i]) == bits[i]) {
                text.append(text.isEmpty() ? "" : "|").append(names[i]);
                rest &= ~bits[i];
            }
        }
        if (exclusive ? text.isEmpty() : rest != 0) {
            text.append(text.isEmpty() ? "" : "|").append("0x").append(Long.toHexString(rest));
        }
        return text.isEmpty() ? "0" : text.toString();
    }
}
