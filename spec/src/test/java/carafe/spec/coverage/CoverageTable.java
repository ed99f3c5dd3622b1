package carafe.spec.coverage;

import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.json.YamlForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The coverage table by sections. */
record CoverageTable(Map<Section, List<CoverageRow>> sections) {
    /** Maven runs tests in the module's directory. */
    static final Path FILE = Path.of("coverage.yaml");

    static CoverageTable read() throws IOException {
        byte[] json = YamlForm.toJson(FILE.toString(), Files.readAllBytes(FILE));
        return JsonReader.readDocument(json, Findings.stoppingAtFirstError(FILE.toString()), CoverageTable::read);
    }

    private static CoverageTable read(JsonReader in) {
        Map<Section, List<CoverageRow>> sections = new EnumMap<>(Section.class);
        while (in.nextProperty()) {
            Section section = Section.WORDS.find(in.property());
            if (section == null) {
                in.reject("a section that is " + Section.WORDS.expectation());
            } else {
                sections.put(section, in.readRecords(CoverageRow::read));
            }
        }
        return new CoverageTable(sections);
    }

    List<CoverageRow> rows() {
        List<CoverageRow> rows = new ArrayList<>();
        sections.values().forEach(rows::addAll);
        return rows;
    }

    /** All items of a section, one entry for each time it is named. */
    List<String> items(Section section) {
        List<String> items = new ArrayList<>();
        for (CoverageRow row : sections.getOrDefault(section, List.of())) {
            items.addAll(row.items());
        }
        return items;
    }
}
