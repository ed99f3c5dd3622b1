package carafe.spec.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The coverage table is complete, names tests that exist, and docs/coverage.md shows it. After a change, bring the
 * document up to date with {@code mvn -pl spec test -Dtest=CoverageTest -Dcarafe.docs=write}.
 */
class CoverageTest {
    private static final Path DOCUMENT = Path.of("../docs/coverage.md");

    private final CoverageTable table;

    CoverageTest() throws IOException {
        table = CoverageTable.read();
    }

    @ParameterizedTest
    @EnumSource
    void everythingInTheModelHasARow(Section section) {
        Set<String> missing = new TreeSet<>(section.items());
        table.items(section).forEach(missing::remove);
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @EnumSource
    void nothingHasTwoRows(Section section) {
        Set<String> seen = new HashSet<>();
        List<String> again = new ArrayList<>(table.items(section));
        again.removeIf(seen::add);
        assertEquals(List.of(), again);
    }

    /** Properties for other platforms have no component, since reading passes over them. */
    @ParameterizedTest
    @EnumSource
    void onlyIgnoredItemsAreNotInTheModel(Section section) {
        Set<String> unknown = new TreeSet<>();
        for (CoverageRow row : table.sections().get(section)) {
            if (row.support() != Support.IGNORED) {
                unknown.addAll(row.items());
            }
        }
        section.items().forEach(unknown::remove);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void everyRowThatIsNotPlannedNamesATest() {
        assertEquals(List.of(), table.rows().stream()
                .filter(row -> row.tests().isEmpty() != (row.support() == Support.PLANNED)).toList());
    }

    @Test
    void everyTestExists() throws IOException {
        TestSources tests = TestSources.read();
        assertEquals(List.of(), table.rows().stream()
                .flatMap(row -> row.tests().stream()).filter(test -> !tests.have(test)).toList());
    }

    @Test
    void theDocumentIsCurrent() throws IOException {
        String current = CoverageDocument.of(table);
        if ("write".equals(System.getProperty("carafe.docs"))) {
            Files.writeString(DOCUMENT, current);
        }
        assertEquals(current, Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
                "docs/coverage.md is out of date; regenerate with -Dcarafe.docs=write (see CoverageTest)");
    }
}
