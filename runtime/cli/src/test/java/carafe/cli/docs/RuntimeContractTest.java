package carafe.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import carafe.cli.verb.Syntaxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/contract-runtime.md has a row for every verb and flag of runc's, and a test of the row sends the flag. */
class RuntimeContractTest {
    private static final Path TESTS = Path.of("src/test/java/carafe/cli");
    /** What tests call, and which sends flags of its own. */
    private static final List<Path> DRIVERS = List.of(TESTS.resolve("Counting.java"),
            Path.of("../../native-test-fixtures/src/main/java/carafe/fixtures/Container.java"),
            Path.of("../../native-test-fixtures/src/main/java/carafe/fixtures/RuntimeUnderTest.java"));
    /** Not of runc's command line; described in docs/commands.md alone. */
    private static final Set<String> OWN_VERBS = Set.of("validate", "seccomp", "inspect", "doctor");
    private static final Set<String> OWN_FLAGS = Set.of("help", "format", "validate");

    /** The rows of each section by its heading. */
    private static final Map<String, List<String>> SECTIONS = new HashMap<>();

    @BeforeAll
    static void readSections() throws IOException {
        for (String section : Files.readString(GeneratedFiles.DOCS.resolve("contract-runtime.md")).split("\n## ")) {
            List<String> lines = section.lines().toList();
            SECTIONS.put(lines.getFirst(), lines.stream().filter(line -> line.startsWith("|")).toList());
        }
    }

    @Test
    void everyFlagHasARowWithATestThatSendsIt() throws IOException {
        List<String> missing = new ArrayList<>(missing("Global flags", GlobalFlags.SYNTAX));
        for (Syntax verb : Syntaxes.ALL) {
            if (!OWN_VERBS.contains(verb.name())) {
                missing.addAll(missing(verb.name(), verb));
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<String> missing(String title, Syntax syntax) throws IOException {
        List<String> section = SECTIONS.getOrDefault(title, List.of());
        List<String> missing = new ArrayList<>();
        if (section.isEmpty()) {
            missing.add(title);
        }
        for (Flag flag : syntax.flags()) {
            Pattern word = Pattern.compile("--?" + flag.name() + "(?![-\\w])");
            List<String> rows = section.stream().filter(row -> word.matcher(row).find()).toList();
            if (rows.isEmpty() && !OWN_FLAGS.contains(flag.name())) {
                missing.add(title + " --" + flag.name() + ": no row");
            } else if (!rows.isEmpty() && !word.matcher(sources(rows)).find()) {
                missing.add(title + " --" + flag.name() + ": not sent by a test of " + rows);
            }
        }
        return missing;
    }

    /** Of the integration tests that rows name, and of what these call. */
    private static String sources(List<String> rows) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path driver : DRIVERS) {
            all.append(Files.readString(driver));
        }
        for (String test : Pattern.compile("`(\\w+IT)#").matcher(String.join("", rows)).results()
                .map(match -> match.group(1)).distinct().toList()) {
            all.append(Files.readString(TESTS.resolve(test + ".java")));
        }
        return all.toString();
    }
}
