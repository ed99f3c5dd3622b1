package carafe.cli.out;

/** Levels by the names logrus gives them, which engines compare literally. */
public enum LogLevel {
    DEBUG("debug", 7),
    INFO("info", 6),
    WARNING("warning", 4),
    ERROR("error", 3);

    private final String word;
    private final int priority;

    LogLevel(String word, int priority) {
        this.word = word;
        this.priority = priority;
    }

    /** Null for a word that is none. */
    public static LogLevel named(String word) {
        for (LogLevel level : values()) {
            if (level.word.equals(word)) {
                return level;
            }
        }
        return null;
    }

    /** As syslog(3) numbers it. */
    int priority() {
        return priority;
    }

    public String word() {
        return word;
    }
}
