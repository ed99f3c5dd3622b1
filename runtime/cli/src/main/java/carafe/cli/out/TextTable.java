package carafe.cli.out;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells in columns, as {@code list} prints them.
 *
 * <p>The widths are runc's, since scripts cut the columns out: a column is as wide as its widest cell and three
 * spaces, and never narrower than twelve. The last one is not padded.
 */
public final class TextTable {
    private static final int LEAST_WIDTH = 12;
    private static final int PADDING = 3;

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row with as many cells as there are headings. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    public String layOut() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                text.append(cell).append(" ".repeat(widths[column] - length(cell)));
            }
            text.append(row.getLast()).append('\n');
        }
        return text.toString();
    }

    /** Of all columns but the last. */
    private int[] widths() {
        int[] widths = new int[rows.getFirst().size() - 1];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = LEAST_WIDTH;
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column)) + PADDING);
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
