package carafe.kernel;

/** The kernel's 64-bit encoding of a device number (include/linux/kdev_t.h, makedev(3)). */
public final class DeviceNumber {
    private DeviceNumber() {
    }

    public static long of(long major, long minor) {
        return (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
    }

    public static long major(long device) {
        return device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
    }

    public static long minor(long device) {
        return device & 0xff | device >>> 12 & 0xffffff00L;
    }
}
