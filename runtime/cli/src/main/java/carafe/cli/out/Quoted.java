package carafe.cli.out;

/** Text between double quotes, escaped as JSON or as Go's {@code %q} does it. */
public final class Quoted {
    private static final String HEX = "0123456789abcdef";

    private Quoted() {
    }

    /** A JSON string (RFC 8259, section 7), quotes included. */
    public static String json(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!appendCommonEscape(quoted, c)) {
                if (c < ' ' || c == 0x7f || loneSurrogate(text, i)) {
                    appendHex(quoted.append("\\u"), c, 4);
                } else {
                    quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** A Go string literal, quotes included: what logrus puts after {@code msg=}. */
    public static String go(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!appendCommonEscape(quoted, c)) {
                if (c < ' ' || c == 0x7f) {
                    appendHex(quoted.append("\\x"), c, 2);
                } else if (loneSurrogate(text, i)) {
                    // of a path it is a byte that is not UTF-8 (carafe.kernel.RawText)
                    if (c >= 0xdc80 && c <= 0xdcff) {
                        appendHex(quoted.append("\\x"), (char) (c & 0xff), 2);
                    } else {
                        quoted.append("\\ufffd");
                    }
                } else {
                    quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean appendCommonEscape(StringBuilder quoted, char c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean loneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static void appendHex(StringBuilder quoted, char c, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            quoted.append(HEX.charAt(c >> shift & 0xf));
        }
    }
}
