package carafe.cli.out;

/** A further key of a log line and its value, such as {@code errno=ENOENT}. */
public record Detail(String key, String value) {
}
