package carafe.container.criu;

import carafe.kernel.RawText;

/**
 * Reads one protocol buffers message, field by field. A value that is not asked for is skipped.
 *
 * <p>A message that is cut off or has groups, which CRIU does not use, is an {@link IllegalArgumentException}.
 */
final class ProtoReader {
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BITS = 64;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private long number;
    private int valueStart;
    private int valueEnd;

    ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtoReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Moves on to the next field; false at the end of the message. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long key = varint();
        field = (int) (key >>> 3);
        switch ((int) key & 7) {
            case ProtoWriter.VARINT -> number = varint();
            case ProtoWriter.LENGTH_DELIMITED -> skip(varint());
            case FIXED64 -> skip(Long.BYTES);
            case FIXED32 -> skip(Integer.BYTES);
            default -> throw new IllegalArgumentException("unknown wire type in field " + field);
        }
        return true;
    }

    int field() {
        return field;
    }

    /** The value of a field with a number. */
    int number() {
        return (int) number;
    }

    boolean flag() {
        return number != 0;
    }

    String text() {
        return RawText.of(bytes, valueStart, valueEnd - valueStart);
    }

    ProtoReader message() {
        return new ProtoReader(bytes, valueStart, valueEnd);
    }

    private void skip(long length) {
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("field " + field + " is cut off");
        }
        valueStart = at;
        at += (int) length;
        valueEnd = at;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (at == end) {
                throw new IllegalArgumentException("message is cut off");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number is too long");
    }
}
