package carafe.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import carafe.cli.verb.Syntaxes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/contract-runtime.md has a row for every verb and flag of runc's. */
class RuntimeContractTest {
    /** Not of runc's command line; described in docs/commands.md alone. */
    private static final Set<String> OWN_VERBS = Set.of("validate");
    private static final Set<String> OWN_FLAGS = Set.of("help", "format", "validate");

    @Test
    void everyFlagHasARow() throws IOException {
        Map<String, String> sections = sections();
        List<String> missing = new ArrayList<>(missing("Global flags", GlobalFlags.SYNTAX, sections));
        for (Syntax verb : Syntaxes.ALL) {
            if (!OWN_VERBS.contains(verb.name())) {
                missing.addAll(missing(verb.name(), verb, sections));
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<String> missing(String title, Syntax syntax, Map<String, String> sections) {
        String section = sections.getOrDefault(title, "");
        List<String> missing = new ArrayList<>();
        if (section.isEmpty()) {
            missing.add(title);
        }
        for (Flag flag : syntax.flags()) {
            boolean own = OWN_FLAGS.contains(flag.name()) && !section.contains("--" + flag.name());
            if (!own && !section.contains("`--" + flag.name() + "`") && !section.contains("`--" + flag.name() + " ")) {
                missing.add(title + " --" + flag.name());
            }
        }
        return missing;
    }

    /** The text of each section by its heading. */
    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new HashMap<>();
        for (String section : Files.readString(GeneratedFiles.DOCS.resolve("contract-runtime.md")).split("\n## ")) {
            int end = section.indexOf('\n');
            sections.put(section.substring(0, end), section.substring(end));
        }
        return sections;
    }
}
