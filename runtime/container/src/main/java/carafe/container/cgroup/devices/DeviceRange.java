package carafe.container.cgroup.devices;

/**
 * One device, or all of a kind.
 *
 * @param block a block device, else a character device
 * @param major {@link #ANY} or a number
 * @param minor {@link #ANY} or a number
 */
record DeviceRange(boolean block, long major, long minor) {
    static final long ANY = -1;

    /** For example {@code c 136:*}: the form of version 1 files. */
    @Override
    public String toString() {
        return (block ? "b " : "c ") + number(major) + ":" + number(minor);
    }

    private static String number(long value) {
        return value == ANY ? "*" : Long.toString(value);
    }
}
