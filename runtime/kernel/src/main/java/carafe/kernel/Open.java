package carafe.kernel;

/** Flags of open(2) (include/uapi/asm-generic/fcntl.h; arch/arm64/include/uapi/asm/fcntl.h). */
public final class Open {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_SYNC = 0x101000;
    public static final int O_DIRECTORY = Abi.current() == Abi.AARCH64 ? 0x4000 : 0x10000;
    public static final int O_NOFOLLOW = Abi.current() == Abi.AARCH64 ? 0x8000 : 0x20000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;

    private Open() {
    }
}
