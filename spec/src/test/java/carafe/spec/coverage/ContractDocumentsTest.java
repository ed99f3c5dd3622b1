package carafe.spec.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/contract-*.md promises is proven: every row of their tables names tests, also of the built program. */
class ContractDocumentsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");

    private static TestSources tests;

    @BeforeAll
    static void readTests() throws IOException {
        tests = TestSources.read();
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.getFileName().toString().matches("contract-.*\\.md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRowNamesTestsThatExist(Path document) throws IOException {
        List<String> rows = rows(document);
        assertFalse(rows.isEmpty(), document::toString);
        assertEquals(List.of(), rows.stream().filter(row -> !hasIntegrationTest(row)).toList(),
                "rows without an integration test");
        assertEquals(List.of(), rows.stream().flatMap(row -> testsOf(row).stream()).filter(test -> !tests.have(test))
                .toList(), "tests that do not exist");
    }

    private static boolean hasIntegrationTest(String row) {
        return testsOf(row).stream().anyMatch(test -> test.contains("IT#"));
    }

    /** Of all tables, without their headings. */
    private static List<String> rows(Path document) throws IOException {
        List<String> lines = Files.readAllLines(document);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            boolean heading = lines.get(i + 1).startsWith("|--");
            if (lines.get(i).startsWith("|") && !lines.get(i).startsWith("|--") && !heading) {
                rows.add(lines.get(i));
            }
        }
        if (lines.getLast().startsWith("|")) {
            rows.add(lines.getLast());
        }
        return rows;
    }

    private static List<String> testsOf(String row) {
        Matcher test = TEST.matcher(row);
        List<String> names = new ArrayList<>();
        while (test.find()) {
            names.add(test.group(1));
        }
        return names;
    }
}
