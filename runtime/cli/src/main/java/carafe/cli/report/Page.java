package carafe.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A report as text: headings, facts in two aligned columns, tables. Nothing is wider than 100 columns, but words that
 * are. Long lists end early, unless all was asked for.
 */
public final class Page {
    private static final int WIDTH = 100;
    private static final int LONG_LIST = 12;
    /** Cells that are longer shift their own row only. */
    private static final int WIDEST_COLUMN = 34;
    /** Less room for the last cell of a row, and it goes into a line of its own. */
    private static final int LEAST_ROOM = 24;
    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    /** A cell of a table. */
    public record Cell(String text, Colour colour) {
        public static Cell of(String text) {
            return new Cell(text == null ? "" : text, Colour.NONE);
        }
    }

    private final boolean coloured;
    private final boolean all;
    private final StringBuilder text = new StringBuilder();
    /** Facts that are not laid out yet, as they share a column. */
    private final List<List<Cell>> facts = new ArrayList<>();

    public Page(boolean coloured, boolean all) {
        this.coloured = coloured;
        this.all = all;
    }

    public Page heading(String heading) {
        layOutFacts();
        text.append(text.isEmpty() ? "" : "\n").append(paint(Colour.HEADING, heading)).append('\n');
        return this;
    }

    /** Null or an empty value is left out. */
    public Page fact(String name, Object value) {
        return fact(name, value, Colour.NONE);
    }

    public Page fact(String name, Object value, Colour colour) {
        if (value != null && !value.toString().isEmpty()) {
            facts.add(List.of(Cell.of(name), new Cell(value.toString(), colour)));
        }
        return this;
    }

    /** The same with a name that stands out. */
    public Page fact(String name, Colour colour, String value) {
        facts.add(List.of(new Cell(name, colour), Cell.of(value)));
        return this;
    }

    /** A line for each value. */
    public Page list(String name, List<String> values) {
        int shown = shown(values.size());
        for (int i = 0; i < shown; i++) {
            facts.add(List.of(Cell.of(i == 0 ? name : ""), Cell.of(values.get(i))));
        }
        if (shown < values.size()) {
            facts.add(List.of(Cell.of(""), Cell.of(more(values.size() - shown))));
        }
        return this;
    }

    /** Rows of as many cells as there are headings. */
    public Page table(List<String> headings, List<List<Cell>> rows) {
        layOutFacts();
        List<List<Cell>> shown = new ArrayList<>();
        List<Cell> first = new ArrayList<>();
        for (String heading : headings) {
            first.add(new Cell(heading, Colour.HEADING));
        }
        shown.add(first);
        int count = shown(rows.size());
        shown.addAll(rows.subList(0, count));
        layOut(shown);
        if (count < rows.size()) {
            line(more(rows.size() - count));
        }
        return this;
    }

    public Page line(String line) {
        layOutFacts();
        wrap(line, Colour.NONE, INDENT.length(), INDENT);
        return this;
    }

    /** A line that stays as it is, however long. */
    public Page verbatim(String line) {
        layOutFacts();
        text.append(line).append('\n');
        return this;
    }

    /** Many lines that stay as they are; the end is left out unless all was asked for. */
    public Page listing(List<String> lines) {
        int shown = shown(lines.size());
        for (String line : lines.subList(0, shown)) {
            verbatim(INDENT + line);
        }
        return shown == lines.size() ? this : line(more(lines.size() - shown));
    }

    public String text() {
        layOutFacts();
        return text.toString();
    }

    private int shown(int size) {
        return all || size <= LONG_LIST ? size : LONG_LIST - 1;
    }

    private static String more(int count) {
        return "... and " + count + " more (--all)";
    }

    private void layOutFacts() {
        if (!facts.isEmpty()) {
            List<List<Cell>> rows = List.copyOf(facts);
            facts.clear();
            layOut(rows);
        }
    }

    private void layOut(List<List<Cell>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                int width = length(row.get(i).text());
                widths[i] = Math.max(widths[i], width > WIDEST_COLUMN ? 0 : width);
            }
        }
        for (List<Cell> row : rows) {
            text.append(INDENT);
            int column = INDENT.length();
            for (int i = 0; i < columns - 1; i++) {
                Cell cell = row.get(i);
                int width = length(cell.text());
                text.append(paint(cell.colour(), cell.text())).append(" ".repeat(Math.max(0, widths[i] - width)))
                        .append(GAP);
                column += Math.max(widths[i], width) + GAP.length();
            }
            if (column + LEAST_ROOM > WIDTH && column + length(row.getLast().text()) > WIDTH) {
                trimEnd();
                column = 3 * INDENT.length();
                text.append('\n').append(" ".repeat(column));
            }
            wrap(row.getLast().text(), row.getLast().colour(), column, "");
        }
    }

    /** @param first what stands before the text, if that is not there already */
    private void wrap(String words, Colour colour, int column, String first) {
        text.append(first);
        int at = column;
        boolean begun = false;
        for (String word : words.split(" ", -1)) {
            if (begun && at + 1 + length(word) > WIDTH) {
                text.append('\n').append(" ".repeat(column));
                at = column;
            } else if (begun) {
                text.append(' ');
                at++;
            }
            text.append(paint(colour, word));
            at += length(word);
            begun = true;
        }
        trimEnd();
        text.append('\n');
    }

    private void trimEnd() {
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    private String paint(Colour colour, String words) {
        return coloured && !words.isEmpty() ? colour.of(words) : words;
    }

    private static int length(String words) {
        return words.codePointCount(0, words.length());
    }
}
