package carafe.cli.report;

import java.util.List;

/** The forms in which a report is printed. */
public enum ReportFormat {
    TEXT,
    JSON,
    YAML;

    public static final List<String> WORDS = List.of("text", "json", "yaml");

    /** The format a word stands for; null for none. */
    public static ReportFormat named(String word) {
        int place = WORDS.indexOf(word);
        return place < 0 ? null : values()[place];
    }
}
