package carafe.shim;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A flat JSON object read from one line: members are strings, whole numbers and booleans; null counts as absent.
 * Anything else (nesting, fractions, duplicate keys, more than {@value #MAX_MEMBERS} members) is refused, so a
 * hostile peer cannot make the reader work for longer than the line is.
 */
public final class JsonObject {
    /** More members than any message of this package has. */
    static final int MAX_MEMBERS = 64;

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** Reads {@code length} bytes at {@code offset}: one object, without its newline. */
    public static JsonObject parse(byte[] bytes, int offset, int length) throws ProtocolException {
        return new JsonObject(new Parser(new String(bytes, offset, length, StandardCharsets.UTF_8)).object());
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** A member that must be a string. */
    public String string(String name) throws ProtocolException {
        return member(name, String.class, "a string");
    }

    /** A member that must be a whole number. */
    public long number(String name) throws ProtocolException {
        return member(name, Long.class, "a whole number");
    }

    /** A whole number between two bounds, both allowed. */
    public long number(String name, long min, long max) throws ProtocolException {
        long value = number(name);
        if (value < min || value > max) {
            throw new ProtocolException(name + " is " + value + ", expected " + min + " to " + max);
        }
        return value;
    }

    /** A boolean that may be absent. */
    public boolean flag(String name) throws ProtocolException {
        return has(name) && member(name, Boolean.class, "true or false");
    }

    private <T> T member(String name, Class<T> type, String expected) throws ProtocolException {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new ProtocolException(name + " is " + (value == null ? "missing" : "\"" + value + "\"")
                    + ", expected " + expected);
        }
        return type.cast(value);
    }

    @Override
    public String toString() {
        return members.toString();
    }

    /** A recursive-descent reader without the recursion: objects do not nest. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Map<String, Object> object() throws ProtocolException {
            Map<String, Object> members = new LinkedHashMap<>();
            expect('{');
            if (peek() == '}') {
                at++;
            } else {
                do {
                    member(members);
                } while (comma());
            }
            if (peek() != 0) {
                throw error("the end of the line");
            }
            return members;
        }

        private void member(Map<String, Object> members) throws ProtocolException {
            String name = quoted();
            expect(':');
            Object value = value();
            if (members.containsKey(name)) {
                throw new ProtocolException("member \"" + name + "\" is given twice");
            }
            if (members.size() == MAX_MEMBERS) {
                throw new ProtocolException("more than " + MAX_MEMBERS + " members");
            }
            if (value != null) {
                members.put(name, value);
            }
        }

        private boolean comma() throws ProtocolException {
            char c = peek();
            if (c != ',' && c != '}') {
                throw error("',' or '}'");
            }
            at++;
            return c == ',';
        }

        private Object value() throws ProtocolException {
            char c = peek();
            if (c == '"') {
                return quoted();
            }
            if (c == '-' || c >= '0' && c <= '9') {
                return number();
            }
            if (word("true")) {
                return Boolean.TRUE;
            }
            if (word("false")) {
                return Boolean.FALSE;
            }
            if (word("null")) {
                return null;
            }
            throw error("a string, a whole number, true, false or null");
        }

        private boolean word(String word) {
            if (!text.startsWith(word, at)) {
                return false;
            }
            at += word.length();
            return true;
        }

        private Long number() throws ProtocolException {
            int from = at;
            at++;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            try {
                return Long.parseLong(text, from, at, 10);
            } catch (NumberFormatException e) {
                at = from;
                throw error("a whole number");
            }
        }

        private String quoted() throws ProtocolException {
            expect('"');
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return value.toString();
                }
                if (c < 0x20) {
                    throw error("no control character in a string");
                }
                value.append(c == '\\' ? escaped() : c);
            }
            throw error("a closing quote");
        }

        private char escaped() throws ProtocolException {
            char c = at < text.length() ? text.charAt(at++) : 0;
            return switch (c) {
                case '"', '\\', '/' -> c;
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> hex();
                default -> throw error("an escape sequence");
            };
        }

        private char hex() throws ProtocolException {
            int value = 0;
            for (int end = at + 4; at < end; at++) {
                int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                if (digit < 0) {
                    throw error("four hexadecimal digits");
                }
                value = value << 4 | digit;
            }
            return (char) value;
        }

        private void expect(char c) throws ProtocolException {
            if (peek() != c) {
                throw error("'" + c + "'");
            }
            at++;
        }

        /** The next character that is no blank, or 0 at the end. */
        private char peek() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t'
                    || text.charAt(at) == '\r')) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private ProtocolException error(String expected) {
            return new ProtocolException("no JSON object: at character " + at + ", expected " + expected);
        }
    }
}
