package carafe.container.cgroup.dbus;

import java.nio.charset.StandardCharsets;

/** Takes values out of the little-endian wire form; whoever reads knows what comes. */
public final class DbusReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    DbusReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** The bounds are multiples of 8, as alignment counts from there. */
    DbusReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    public long number(int width) {
        align(width);
        require(width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes[at++] & 0xffL) << 8 * i;
        }
        return value;
    }

    public long uint32() {
        return number(4);
    }

    /** A string or an object path. */
    public String text() {
        return text((int) uint32());
    }

    public String signature() {
        return text((int) number(1));
    }

    private String text(int length) {
        // with the zero at its end
        require(length + 1);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length + 1;
        return text;
    }

    /** A variant that holds a string, a path or a number, as text. */
    public String variant() {
        String type = signature();
        return switch (type) {
            case "s", "o" -> text();
            case "g" -> signature();
            case "y", "b", "n", "q", "i", "u", "x", "t" -> Long.toString(number(Alignment.of(type.charAt(0))));
            default -> throw new DbusException("unexpected value of type " + type);
        };
    }

    void align(int width) {
        at += -at & (width - 1);
    }

    private void require(int count) {
        if (count < 0 || count > end - at) {
            throw new DbusException("message is cut short");
        }
    }
}
