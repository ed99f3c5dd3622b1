package carafe.cli.docs;

import carafe.cli.args.Syntax;
import carafe.cli.verb.Verbs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every generated file: its place as seen from {@code docs/}, and what it must contain. */
final class GeneratedFiles {
    /** Maven runs tests in the module's directory. */
    static final Path DOCS = Path.of("../../docs");
    private static final String README = "../README.md";
    private static final String README_TABLE = "## Commands\n\n";

    private GeneratedFiles() {
    }

    static Map<String, String> all() {
        List<Syntax> verbs = Verbs.OF_CARAFE.syntaxes();
        Map<String, String> files = new TreeMap<>();
        ManPages manual = new ManPages(verbs);
        files.put("man/carafe.8", manual.ofProgram());
        for (Syntax verb : verbs) {
            files.put("man/" + ManPages.fileName(verb), manual.ofVerb(verb));
        }
        files.put("completion/carafe.bash", BashCompletion.of(verbs));
        files.put("completion/_carafe", ZshCompletion.of(verbs));
        files.put("completion/carafe.fish", FishCompletion.of(verbs));
        files.put("commands.md", CommandReference.of(verbs));
        files.put(README, readme(verbs));
        return files;
    }

    /** Written by hand, but for the table of commands. */
    private static String readme(List<Syntax> verbs) {
        String text;
        try {
            text = Files.readString(DOCS.resolve(README));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int table = text.indexOf(README_TABLE) + README_TABLE.length();
        int end = text.indexOf("\n\n", table) + 1;
        return text.substring(0, table) + CommandReference.overview(verbs, "docs/commands.md") + text.substring(end);
    }
}
