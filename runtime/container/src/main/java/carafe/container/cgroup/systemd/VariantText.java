package carafe.container.cgroup.systemd;

import carafe.container.cgroup.dbus.DbusValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The text form of values that annotations have (GVariant text format): {@code true}, {@code 'text'}, {@code 5},
 * {@code uint64 5}, {@code ['a', 'b']}, {@code @as []}. Unit properties need no dictionaries and tuples.
 */
final class VariantText {
    private final String text;
    private int at;

    private VariantText(String text) {
        this.text = text;
    }

    /** Throws an IllegalArgumentException that says what is wrong. */
    static DbusValue parse(String text) {
        VariantText parser = new VariantText(text);
        DbusValue value = parser.value("");
        parser.skipBlanks();
        if (parser.at < text.length()) {
            throw new IllegalArgumentException("unexpected \"" + text.substring(parser.at) + "\" at the end");
        }
        return value;
    }

    /**
     * @param type what the context wants, empty for no wish
     */
    private DbusValue value(String type) {
        skipBlanks();
        if (at == text.length()) {
            throw new IllegalArgumentException("a value is missing");
        }
        char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            return new DbusValue.Text(type.isEmpty() ? 's' : type.charAt(0), quoted());
        }
        if (first == '[') {
            return array(type);
        }
        String word = word();
        if (first == '@') {
            return value(word.substring(1));
        }
        if (word.equals("true") || word.equals("false")) {
            return DbusValue.bool(word.equals("true"));
        }
        String named = typeOf(word);
        return named != null ? value(named) : number(word, type);
    }

    /** The keywords of the format; null for anything else. */
    private static String typeOf(String word) {
        return switch (word) {
            case "boolean" -> "b";
            case "byte" -> "y";
            case "int16" -> "n";
            case "uint16" -> "q";
            case "int32" -> "i";
            case "uint32" -> "u";
            case "int64" -> "x";
            case "uint64" -> "t";
            case "double" -> "d";
            case "string" -> "s";
            case "objectpath" -> "o";
            case "signature" -> "g";
            default -> null;
        };
    }

    private static DbusValue number(String word, String type) {
        boolean isInteger = word.indexOf('.') < 0 && word.indexOf('e') < 0;
        char letter = !type.isEmpty() ? type.charAt(0) : isInteger ? 'i' : 'd';
        try {
            long bits = switch (letter) {
                case 'd' -> Double.doubleToLongBits(Double.parseDouble(word));
                case 't' -> Long.parseUnsignedLong(word);
                default -> ranged(Long.decode(word), letter);
            };
            return new DbusValue.Scalar(letter, bits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + word + "\" is not a value");
        }
    }

    private static long ranged(long value, char type) {
        boolean fits = switch (type) {
            case 'y' -> value >= 0 && value <= 0xff;
            case 'n' -> value == (short) value;
            case 'q' -> value >= 0 && value <= 0xffff;
            case 'i' -> value == (int) value;
            case 'u' -> value >= 0 && value <= 0xffffffffL;
            case 'x' -> true;
            default -> throw new IllegalArgumentException("a number cannot be of type " + type);
        };
        if (!fits) {
            throw new IllegalArgumentException(value + " does not fit type " + type);
        }
        return value;
    }

    private DbusValue array(String type) {
        String element = type.startsWith("a") ? type.substring(1) : "";
        List<DbusValue> values = new ArrayList<>();
        at++;
        skipBlanks();
        while (at < text.length() && text.charAt(at) != ']') {
            values.add(value(element));
            element = values.getFirst().signature();
            if (!values.getLast().signature().equals(element)) {
                throw new IllegalArgumentException("array elements differ in type");
            }
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skipBlanks();
            }
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("array has no end");
        }
        at++;
        if (element.isEmpty()) {
            throw new IllegalArgumentException("an empty array needs its type in front, as in \"@as []\"");
        }
        return DbusValue.array(element, values);
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                c = switch (text.charAt(at++)) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    default -> text.charAt(at - 1);
                };
            }
            content.append(c);
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("text has no end");
        }
        at++;
        return content.toString();
    }

    private String word() {
        int start = at;
        while (at < text.length() && " ,[]\t\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("unexpected \"" + text.charAt(at) + "\"");
        }
        return text.substring(start, at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
