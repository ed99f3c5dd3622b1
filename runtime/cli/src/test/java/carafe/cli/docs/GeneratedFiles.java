package carafe.cli.docs;

import carafe.cli.args.Syntax;
import carafe.cli.verb.Verbs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every generated file: its place below {@code docs/} and what it must contain. */
final class GeneratedFiles {
    /** Maven runs tests in the module's directory. */
    static final Path DOCS = Path.of("../../docs");

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
        return files;
    }
}
