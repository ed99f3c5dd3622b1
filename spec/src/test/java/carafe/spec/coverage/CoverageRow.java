package carafe.spec.coverage;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * One row of the coverage table.
 *
 * @param items what the row is about
 * @param needs null if nothing special
 * @param tests Class#method of each; empty for planned rows
 * @param note  null if there is none
 */
record CoverageRow(List<String> items, Support support, String needs, List<String> tests, String note) {
    static CoverageRow read(JsonReader in) {
        List<String> items = null;
        Support support = null;
        String needs = null;
        List<String> tests = List.of();
        String note = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "items" -> items = in.readTexts();
                case "support" -> support = in.readWord(Support.WORDS);
                case "needs" -> needs = in.readText();
                case "tests" -> tests = in.readTexts();
                case "note" -> note = in.readText();
                default -> in.reject("one of items, support, needs, tests, note");
            }
        }
        return new CoverageRow(in.required("items", items), in.required("support", support), needs, tests, note);
    }
}
