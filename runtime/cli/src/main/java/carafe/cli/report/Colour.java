package carafe.cli.report;

/** How a word stands out on a terminal (ECMA-48, select graphic rendition). */
public enum Colour {
    NONE(""),
    HEADING("1"),
    GOOD("32"),
    DOUBTFUL("33"),
    BAD("31");

    private final String parameter;

    Colour(String parameter) {
        this.parameter = parameter;
    }

    String of(String text) {
        return this == NONE ? text : "\033[" + parameter + "m" + text + "\033[0m";
    }
}
