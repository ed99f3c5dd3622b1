package carafe.spec.coverage;

import java.util.List;

/** docs/coverage.md, made of the coverage table. */
final class CoverageDocument {
    private final StringBuilder text = new StringBuilder();

    private CoverageDocument() {
    }

    static String of(CoverageTable table) {
        CoverageDocument document = new CoverageDocument();
        document.addSummary(table);
        for (Section section : table.sections().keySet()) {
            document.addSection(section, table.sections().get(section));
        }
        return document.text.toString();
    }

    private void addSummary(CoverageTable table) {
        text.append("""
                # Coverage of the runtime specification

                What Carafe makes of everything that config.json can say (runtime-spec 1.0 to 1.3, Linux), and the tests
                that prove it. Generated from `spec/coverage.yaml`, which says what the words mean.

                | | full | refused | ignored | planned |
                |---|---:|---:|---:|---:|
                """);
        for (Section section : table.sections().keySet()) {
            text.append("| ").append(section.title());
            for (Support support : Support.values()) {
                text.append(" | ").append(count(table.sections().get(section), support));
            }
            text.append(" |\n");
        }
    }

    private static int count(List<CoverageRow> rows, Support support) {
        return rows.stream().filter(row -> row.support() == support).mapToInt(row -> row.items().size()).sum();
    }

    private void addSection(Section section, List<CoverageRow> rows) {
        text.append("\n## ").append(section.title()).append("\n\n");
        text.append("| items | support | needs | tests | |\n|---|---|---|---|---|\n");
        for (CoverageRow row : rows) {
            text.append("| ").append(codes(row.items())).append(" | ").append(row.support().word());
            addCell(row.needs());
            addCell(row.tests().isEmpty() ? null : codes(row.tests()));
            addCell(row.note());
            text.append(" |\n");
        }
    }

    private static String codes(List<String> words) {
        return "`" + String.join("` `", words) + "`";
    }

    private void addCell(String content) {
        text.append(" | ").append(content == null ? "" : content);
    }
}
