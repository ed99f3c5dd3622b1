package carafe.container.criu;

import carafe.kernel.RawText;
import java.io.ByteArrayOutputStream;

/** Writes one protocol buffers message, field by field (protobuf.dev/programming-guides/encoding). */
final class ProtoWriter {
    /** Wire types, the low three bits of a field's key. */
    static final int VARINT = 0;
    static final int LENGTH_DELIMITED = 2;
    private static final int WIRE_TYPE_BITS = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A negative number takes ten bytes, as for the type int32. */
    ProtoWriter number(int field, long value) {
        varint((long) field << WIRE_TYPE_BITS | VARINT);
        varint(value);
        return this;
    }

    ProtoWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    ProtoWriter text(int field, String value) {
        return bytes(field, RawText.bytes(value));
    }

    ProtoWriter message(int field, ProtoWriter message) {
        return bytes(field, message.toBytes());
    }

    private ProtoWriter bytes(int field, byte[] value) {
        varint((long) field << WIRE_TYPE_BITS | LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
