package carafe.cli.out;

/** Levels by the names logrus gives them, which engines compare literally. */
public enum LogLevel {
    DEBUG("debug"),
    INFO("info"),
    WARNING("warning"),
    ERROR("error");

    private final String word;

    LogLevel(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
