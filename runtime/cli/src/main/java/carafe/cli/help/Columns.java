package carafe.cli.help;

import java.util.ArrayList;
import java.util.List;

/** Two columns: terms, and explanations that are broken into lines where they would grow too wide. */
final class Columns {
    private static final String GAP = "  ";

    private final List<String> terms = new ArrayList<>();
    private final List<String> explanations = new ArrayList<>();

    void add(String term, String explanation) {
        terms.add(term);
        explanations.add(explanation);
    }

    String layOut(String indent, int width) {
        int termWidth = 0;
        for (String term : terms) {
            termWidth = Math.max(termWidth, term.length());
        }
        String margin = indent + " ".repeat(termWidth) + GAP;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            String term = terms.get(i);
            text.append(indent).append(term).append(" ".repeat(termWidth - term.length())).append(GAP);
            wrap(text, explanations.get(i), margin, width);
        }
        return text.toString();
    }

    private static void wrap(StringBuilder text, String explanation, String margin, int width) {
        int column = margin.length();
        for (String word : explanation.split(" ")) {
            boolean first = column == margin.length();
            if (!first && column + 1 + word.length() > width) {
                text.append('\n').append(margin);
                column = margin.length();
                first = true;
            }
            text.append(first ? "" : " ").append(word);
            column += word.length() + (first ? 0 : 1);
        }
        text.append('\n');
    }
}
