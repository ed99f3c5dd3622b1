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

    public static Finding error(String pointer, String value, String expected) {
        return new Finding(pointer, value, expected, Severity.ERROR);
    }

    public static Finding warning(String pointer, String value, String expected) {
        return new Finding(pointer, value, expected, Severity.WARNING);
    }

    /** One line without the file: "/process/cwd: found "tmp", expected an absolute path". */
    public String message() {
        String text = "found " + value + ", expected " + expected;
        return pointer.isEmpty() ? text : pointer + ": " + text;
    }
}
