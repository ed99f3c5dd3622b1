package carafe.cli.docs;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import java.util.List;

/** {@code docs/commands.md}: every verb and flag on one page. */
final class CommandReference {
    private final StringBuilder page = new StringBuilder();

    private CommandReference() {
    }

    static String of(List<Syntax> verbs) {
        CommandReference reference = new CommandReference();
        reference.page.append("# Commands\n\nGenerated from the tables of flags in `runtime/cli`.\n\n");
        reference.page.append(overview(verbs, ""));
        reference.page.append("\n## Global options\n\n");
        reference.flags(GlobalFlags.SYNTAX);
        for (Syntax verb : verbs) {
            reference.page.append("\n## ").append(verb.name()).append("\n\n");
            reference.page.append("`carafe ").append(verb.usage()).append("`\n\n");
            reference.page.append(verb.description()).append("\n");
            if (!verb.flags().isEmpty()) {
                reference.page.append('\n');
                reference.flags(verb);
            }
            reference.examples(verb);
        }
        return reference.page.toString();
    }

    /**
     * A table of all verbs.
     *
     * @param page where their descriptions are, seen from where the table stands
     */
    static String overview(List<Syntax> verbs, String page) {
        StringBuilder table = new StringBuilder("| command | what it does |\n|---|---|\n");
        for (Syntax verb : verbs) {
            table.append("| [`").append(cell(verb.usage())).append("`](").append(page).append('#').append(verb.name())
                    .append(") | ").append(cell(verb.summary())).append(" |\n");
        }
        return table.toString();
    }

    private void flags(Syntax syntax) {
        page.append("| option | default | meaning |\n|---|---|---|\n");
        for (Flag flag : syntax.flags()) {
            if (!flag.hidden()) {
                String alias = flag.alias() == null ? "" : ", `-" + flag.alias() + "`";
                String value = flag.shownValue();
                String repeat = flag.repeatable() ? " (repeatable)" : "";
                page.append("| `--").append(flag.name()).append(cell(value)).append('`').append(alias).append(repeat);
                page.append(" | ").append(flag.fallback() == null ? "" : "`" + flag.fallback() + "`");
                page.append(" | ").append(cell(flag.help())).append(" |\n");
            }
        }
    }

    private void examples(Syntax verb) {
        if (!verb.examples().isEmpty()) {
            page.append("\n```sh\n");
            for (Syntax.Example example : verb.examples()) {
                page.append("# ").append(example.effect()).append('\n').append(example.command()).append('\n');
            }
            page.append("```\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
