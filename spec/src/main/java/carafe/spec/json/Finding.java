package carafe.spec.json;

/**
 * One thing wrong in a document.
 *
 * @param pointer  where, as a JSON pointer (RFC 6901); empty for the document itself
 * @param value    what stands there, as it would be written in JSON, or "nothing"
 * @param expected what should stand there, as a noun phrase
 * @param severity whether it stops the container from being created
 */
public record Finding(String pointer, String value, String expected, Severity severity) {
    /** The value of a finding about a property that is missing. */
    public static final String NOTHING = "nothing";

    private static final int LONGEST_TEXT_SHOWN = 80;

    public static Finding error(String pointer, String value, String expected) {
        return new Finding(pointer, value, expected, Severity.ERROR);
    }

    public static Finding warning(String pointer, String value, String expected) {
        return new Finding(pointer, value, expected, Severity.WARNING);
    }

    public static Finding note(String pointer, String value, String expected) {
        return new Finding(pointer, value, expected, Severity.NOTE);
    }

    /** A string as a value to show: on one line, in quotes, and not longer than a line can bear. */
    public static String quoted(String text) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < LONGEST_TEXT_SHOWN; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                shown.append("\\n");
            } else {
                shown.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        return shown.append(text.length() > LONGEST_TEXT_SHOWN ? "…\"" : "\"").toString();
    }

    /** One line without the file: "/process/cwd: found "tmp", expected an absolute path". */
    public String message() {
        String text = "found " + value + ", expected " + expected;
        return pointer.isEmpty() ? text : pointer + ": " + text;
    }
}
