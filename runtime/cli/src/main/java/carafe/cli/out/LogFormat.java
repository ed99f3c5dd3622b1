package carafe.cli.out;

/** The forms a log line can have ({@code --log-format}). */
public enum LogFormat {
    TEXT("text"),
    JSON("json");

    private final String word;

    LogFormat(String word) {
        this.word = word;
    }

    /** The line in this form, with its newline. */
    String write(LogLine line) {
        return this == JSON ? line.asJson() : line.asText();
    }

    /** The format with this name; null when there is none. */
    public static LogFormat named(String word) {
        for (LogFormat format : values()) {
            if (format.word.equals(word)) {
                return format;
            }
        }
        return null;
    }
}
