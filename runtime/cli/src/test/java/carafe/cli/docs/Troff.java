package carafe.cli.docs;

import java.util.Locale;

/** Builds a manual page in the man(7) macros. */
final class Troff {
    private final StringBuilder page = new StringBuilder();

    Troff(String name, String section) {
        page.append(".\\\" Generated from the tables of flags in runtime/cli.\n");
        page.append(".TH ").append(escape(name).toUpperCase(Locale.ROOT)).append(' ').append(section)
                .append(" \"\" \"Carafe\" \"System administration\"\n");
    }

    Troff section(String title) {
        page.append(".SH ").append(title).append('\n');
        return this;
    }

    /** Paragraphs separated by empty lines. */
    Troff paragraphs(String text) {
        boolean first = true;
        for (String paragraph : text.split("\n\n")) {
            page.append(first ? "" : ".PP\n").append(lines(paragraph)).append('\n');
            first = false;
        }
        return this;
    }

    /** A term, already marked up, and what it means. */
    Troff item(String term, String meaning) {
        page.append(".TP\n").append(term).append('\n').append(lines(meaning)).append('\n');
        return this;
    }

    /** Lines to be typed. */
    Troff typed(String command) {
        page.append(".PP\n.in +4n\n.nf\n").append(lines(command)).append("\n.fi\n.in\n");
        return this;
    }

    /** Text that is already marked up. */
    Troff raw(String text) {
        page.append(text).append('\n');
        return this;
    }

    String page() {
        return page.toString();
    }

    static String bold(String text) {
        return "\\fB" + escape(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + escape(text) + "\\fR";
    }

    static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    /** A line that starts with a dot or an apostrophe would be taken for a request. */
    private static String lines(String text) {
        StringBuilder safe = new StringBuilder();
        for (String line : text.split("\n")) {
            boolean request = line.startsWith(".") || line.startsWith("'");
            safe.append(safe.isEmpty() ? "" : "\n").append(request ? "\\&" : "").append(escape(line));
        }
        return safe.toString();
    }
}
