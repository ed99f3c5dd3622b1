package carafe.container.cgroup.dbus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts values into the little-endian wire form, each aligned to its own size from the start of the writer. */
final class DbusWriter {
    private byte[] bytes = new byte[512];
    private int size;

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    DbusWriter write(DbusValue value) {
        switch (value) {
            case DbusValue.Scalar scalar -> number(scalar.bits(), Alignment.of(scalar.type()));
            case DbusValue.Text text -> text(text);
            case DbusValue.Array array -> array(array);
            case DbusValue.Struct struct -> {
                align(Alignment.STRUCT);
                for (DbusValue field : struct.fields()) {
                    write(field);
                }
            }
            case DbusValue.Variant variant -> {
                write(new DbusValue.Text('g', variant.value().signature()));
                write(variant.value());
            }
        }
        return this;
    }

    private void text(DbusValue.Text text) {
        byte[] utf8 = text.text().getBytes(StandardCharsets.UTF_8);
        // the length of a signature is a single byte
        number(utf8.length, text.type() == 'g' ? 1 : 4);
        raw(utf8);
        number(0, 1);
    }

    private void array(DbusValue.Array array) {
        number(0, 4);
        int lengthAt = size - 4;
        // the padding before the first element does not count
        align(Alignment.of(array.element().charAt(0)));
        int start = size;
        for (DbusValue element : array.values()) {
            write(element);
        }
        patch(lengthAt, size - start);
    }

    /** Of this many bytes, at a multiple of it. */
    DbusWriter number(long value, int width) {
        align(width);
        reserve(width);
        for (int i = 0; i < width; i++) {
            bytes[size++] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    DbusWriter align(int width) {
        int padding = -size & (width - 1);
        reserve(padding);
        size += padding;
        return this;
    }

    DbusWriter raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    private void patch(int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
