package carafe.cli.help;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import java.util.List;

/** The pages that {@code --help} prints, in the order of sections that users of runc know. */
public final class HelpText {
    private static final String INDENT = "   ";
    private static final int WIDTH = 100;

    private final StringBuilder page = new StringBuilder();
    private final String program;

    private HelpText(String program) {
        this.program = program;
    }

    /** The page of the program itself. */
    public static String ofProgram(String program, Syntax syntax, List<Syntax> verbs) {
        HelpText help = new HelpText(program);
        help.section("NAME").line(program + " - " + syntax.summary());
        help.section("USAGE").line(program + " [global options] <command> [options] [arguments...]");
        help.description(syntax).examples(syntax);
        Columns commands = new Columns();
        for (Syntax verb : verbs) {
            commands.add(verb.name(), verb.summary());
        }
        commands.add("help, h", "show this page, or the page of a command");
        help.section("COMMANDS").columns(commands);
        help.section("GLOBAL OPTIONS").flags(syntax);
        return help.page.toString();
    }

    /** The page of one verb. */
    public static String ofVerb(String program, Syntax syntax) {
        HelpText help = new HelpText(program);
        help.section("NAME").line(program + " " + syntax.name() + " - " + syntax.summary());
        help.section("USAGE").line(program + " " + syntax.usage());
        help.description(syntax).examples(syntax);
        help.section("OPTIONS").flags(syntax);
        return help.page.toString();
    }

    private HelpText section(String title) {
        page.append(page.isEmpty() ? "" : "\n").append(title).append(":\n");
        return this;
    }

    private HelpText line(String text) {
        page.append(text.isEmpty() ? "" : INDENT).append(text).append('\n');
        return this;
    }

    private HelpText description(Syntax syntax) {
        if (!syntax.description().isEmpty()) {
            section("DESCRIPTION");
            for (String line : syntax.description().split("\n", -1)) {
                line(line);
            }
        }
        return this;
    }

    private HelpText examples(Syntax syntax) {
        if (!syntax.examples().isEmpty()) {
            section("EXAMPLES");
            for (Syntax.Example example : syntax.examples()) {
                line("# " + example.effect());
                line(example.command());
            }
        }
        return this;
    }

    private void flags(Syntax syntax) {
        Columns options = new Columns();
        for (Flag flag : syntax.flags()) {
            if (!flag.hidden()) {
                options.add(spelling(flag), meaning(flag));
            }
        }
        options.add(spelling(Flag.HELP), Flag.HELP.help());
        columns(options);
    }

    private void columns(Columns columns) {
        page.append(columns.layOut(INDENT, WIDTH));
    }

    private static String spelling(Flag flag) {
        String value = flag.shownValue();
        String longForm = "--" + flag.name() + value;
        return flag.alias() == null ? longForm : longForm + ", -" + flag.alias() + value;
    }

    private static String meaning(Flag flag) {
        StringBuilder text = new StringBuilder(flag.help());
        if (flag.repeatable()) {
            text.append("; may be repeated");
        }
        if (flag.fallback() != null) {
            text.append(" (default: ").append(flag.fallback()).append(')');
        }
        return text.toString();
    }
}
