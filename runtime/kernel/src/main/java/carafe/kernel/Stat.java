package carafe.kernel;

/**
 * What statx(2) says of a file (struct statx, include/uapi/linux/stat.h: one layout on every architecture).
 *
 * @param mode   type and permissions
 * @param device of the file system the file is on, encoded as {@link DeviceNumber}
 * @param rdev   of a device node
 */
public record Stat(int mode, long inode, long size, int uid, int gid, long device, long rdev, int links) {
    public static final int BYTES = 256;
    /** Where stx_ctime begins, which few need. */
    static final int CHANGED_AT = 96;
    /** STATX_BASIC_STATS */
    public static final int BASIC = 0x7ff;
    public static final int TYPE_MASK = 0170000;
    public static final int DIRECTORY = 0040000;
    public static final int CHARACTER_DEVICE = 0020000;
    public static final int BLOCK_DEVICE = 0060000;
    public static final int REGULAR = 0100000;
    public static final int FIFO = 0010000;
    public static final int SYMLINK = 0120000;
    public static final int SOCKET = 0140000;

    /** Decodes what the kernel wrote at {@code pointer}. */
    static Stat read(Arena arena, long pointer) {
        int at = arena.offset(pointer);
        var memory = arena.memory();
        return new Stat(memory.getShort(at + 28) & 0xffff, memory.getLong(at + 32), memory.getLong(at + 40),
                memory.getInt(at + 20), memory.getInt(at + 24),
                DeviceNumber.of(memory.getInt(at + 136), memory.getInt(at + 140)),
                DeviceNumber.of(memory.getInt(at + 128), memory.getInt(at + 132)), memory.getInt(at + 16));
    }

    public boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    public boolean isSymlink() {
        return (mode & TYPE_MASK) == SYMLINK;
    }

    public boolean isCharacterDevice(long major, long minor) {
        return (mode & TYPE_MASK) == CHARACTER_DEVICE && rdev == DeviceNumber.of(major, minor);
    }

    public int permissions() {
        return mode & 07777;
    }
}
