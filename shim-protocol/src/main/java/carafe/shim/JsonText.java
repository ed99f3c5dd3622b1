package carafe.shim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one flat JSON object: {@code {"key": value, ...}}. Keys are ours and need no escape. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    private final String separator;

    /** @param separator between a key and its value, {@code ": "} on the sync pipe and {@code ":"} elsewhere */
    JsonText(String separator) {
        this.separator = separator;
        out.write('{');
    }

    JsonText put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    JsonText put(String key, boolean value) {
        return raw(key, value ? "true" : "false");
    }

    JsonText put(String key, String value) {
        return put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A string given as bytes. Bytes from 0x80 pass as they are: a runtime's error text may be no valid UTF-8. */
    JsonText put(String key, byte[] value) {
        key(key);
        out.write('"');
        for (byte b : value) {
            escape(b & 0xff);
        }
        out.write('"');
        return this;
    }

    /** The finished object with its newline. */
    byte[] line() {
        out.write('}');
        out.write('\n');
        return out.toByteArray();
    }

    private JsonText raw(String key, String value) {
        key(key);
        ascii(value);
        return this;
    }

    private void key(String key) {
        if (out.size() > 1) {
            ascii(separator.length() > 1 ? ", " : ",");
        }
        out.write('"');
        ascii(key);
        out.write('"');
        ascii(separator);
    }

    private void escape(int c) {
        switch (c) {
            case '"', '\\', '/' -> {
                out.write('\\');
                out.write(c);
            }
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            case '\b' -> ascii("\\b");
            case '\f' -> ascii("\\f");
            default -> {
                if (c < 0x20 || c == 0x7f) {
                    ascii("\\u00");
                    out.write(HEX.charAt(c >> 4));
                    out.write(HEX.charAt(c & 15));
                } else {
                    out.write(c);
                }
            }
        }
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            out.write(text.charAt(i));
        }
    }
}
