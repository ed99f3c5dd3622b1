package carafe.kernel;

/**
 * What one argument of a system call means, so that it can be shown to a person.
 *
 * @param name  the argument's name in the man page
 * @param kind  how its value is written
 * @param flags the names of its bits; only for {@link Kind#FLAGS}
 */
record Parameter(String name, Kind kind, FlagTable flags) {

    enum Kind { FD, TEXT, NUMBER, HEX, MODE, DEVICE, POINTER, FLAGS }

    static Parameter fd(String name) {
        return new Parameter(name, Kind.FD, null);
    }

    static Parameter text(String name) {
        return new Parameter(name, Kind.TEXT, null);
    }

    static Parameter decimal(String name) {
        return new Parameter(name, Kind.NUMBER, null);
    }

    static Parameter hex(String name) {
        return new Parameter(name, Kind.HEX, null);
    }

    /** A file mode, written in octal. */
    static Parameter mode(String name) {
        return new Parameter(name, Kind.MODE, null);
    }

    /** A device number, written as major:minor. */
    static Parameter device(String name) {
        return new Parameter(name, Kind.DEVICE, null);
    }

    static Parameter pointer(String name) {
        return new Parameter(name, Kind.POINTER, null);
    }

    static Parameter flags(String name, FlagTable table) {
        return new Parameter(name, Kind.FLAGS, table);
    }

    /** The value as a person reads it. */
    String show(long value) {
        return switch (kind) {
            case FD -> value == Fd.AT_FDCWD ? "AT_FDCWD" : Long.toString(value);
            case NUMBER -> Long.toString(value);
            case MODE -> "0" + Long.toOctalString(value);
            case DEVICE -> DeviceNumber.major(value) + ":" + DeviceNumber.minor(value);
            case TEXT, HEX, POINTER -> value == 0 ? "0" : "0x" + Long.toHexString(value);
            case FLAGS -> flags.decode(value);
        };
    }
}
