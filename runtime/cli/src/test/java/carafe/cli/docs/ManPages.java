package carafe.cli.docs;

import static carafe.cli.docs.Troff.bold;
import static carafe.cli.docs.Troff.italic;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import java.util.List;

/** {@code carafe(8)} and a page for each verb. */
final class ManPages {
    private static final String SECTION = "8";

    private final List<Syntax> verbs;

    ManPages(List<Syntax> verbs) {
        this.verbs = verbs;
    }

    static String fileName(Syntax verb) {
        return "carafe-" + verb.name() + "." + SECTION;
    }

    String ofProgram() {
        Syntax program = GlobalFlags.SYNTAX;
        Troff page = new Troff("carafe", SECTION);
        page.section("NAME").raw("carafe \\- " + program.summary());
        page.section("SYNOPSIS").raw(bold("carafe") + " [" + italic("global options") + "] " + italic("command")
                + " [" + italic("options") + "] [" + italic("arguments") + "...]");
        page.section("DESCRIPTION").paragraphs(program.description());
        page.section("COMMANDS");
        for (Syntax verb : verbs) {
            page.item(bold("carafe-" + verb.name()) + "(" + SECTION + ")", capital(verb.summary()) + ".");
        }
        page.item(bold("help") + " [" + italic("command") + "]", "Show the help of the program or of a command.");
        page.section("GLOBAL OPTIONS");
        flags(page, program);
        page.section("EXIT STATUS");
        page.item("0", "Success.");
        page.item("1", "The command failed, or was not understood.");
        page.item("3", "There is no such command.");
        page.item("255", "exec could not run its command.");
        page.item("other", "That of the process in the container, for run, exec and restore in the foreground: its"
                + " own exit status, or 128 plus the number of the signal that ended it.");
        page.section("ENVIRONMENT");
        page.item(bold("XDG_RUNTIME_DIR"), "Where users without privileges keep state, in the directory carafe.");
        page.item(bold("NOTIFY_SOCKET"), "Socket of a service manager that waits for the container to be ready. The"
                + " container gets a socket of its own, and start passes its messages on.");
        page.item(bold("LISTEN_FDS") + ", " + bold("LISTEN_PID"),
                "Descriptors from 3 on that a service manager passes and that the container is to inherit.");
        page.section("FILES");
        page.item("/run/carafe", "State of containers: a directory each, which goes away with delete.");
        seeAlso(page, "");
        return page.page();
    }

    String ofVerb(Syntax verb) {
        String title = "carafe-" + verb.name();
        Troff page = new Troff(title, SECTION);
        page.section("NAME").raw(Troff.escape(title) + " \\- " + verb.summary());
        page.section("SYNOPSIS").raw(synopsis(verb));
        page.section("DESCRIPTION").paragraphs(verb.description());
        page.section("OPTIONS");
        flags(page, verb);
        if (!verb.examples().isEmpty()) {
            page.section("EXAMPLES");
            for (Syntax.Example example : verb.examples()) {
                page.paragraphs(capital(example.effect()) + ":").typed(example.command());
            }
        }
        seeAlso(page, verb.name());
        return page.page();
    }

    private static String synopsis(Syntax verb) {
        StringBuilder line = new StringBuilder(bold("carafe " + verb.name()));
        if (!verb.flags().isEmpty()) {
            line.append(" [").append(italic("options")).append(']');
        }
        for (Operand operand : verb.operands()) {
            String word = italic(operand.placeholder()) + (operand.repeats() ? "..." : "");
            line.append(' ').append(operand.required() ? word : "[" + word + "]");
        }
        return line.toString();
    }

    private static void flags(Troff page, Syntax syntax) {
        for (Flag flag : syntax.flags()) {
            if (!flag.hidden()) {
                page.item(spelling(flag), meaning(flag));
            }
        }
        page.item(spelling(Flag.HELP), meaning(Flag.HELP));
    }

    private static String spelling(Flag flag) {
        String value = flag.takesValue() ? " " + italic(flag.placeholder())
                : flag.shownValue().isEmpty() ? "" : "[=" + italic(flag.placeholder()) + "]";
        String shortForm = flag.alias() == null ? "" : bold("-" + flag.alias()) + value + ", ";
        return shortForm + bold("--" + flag.name()) + value;
    }

    private static String meaning(Flag flag) {
        String repeat = flag.repeatable() ? " May be repeated." : "";
        String fallback = flag.fallback() == null ? "" : " The default is " + flag.fallback() + ".";
        return capital(flag.help()) + "." + repeat + fallback;
    }

    private void seeAlso(Troff page, String self) {
        page.section("SEE ALSO");
        StringBuilder others = new StringBuilder();
        if (!self.isEmpty()) {
            others.append(bold("carafe")).append("(").append(SECTION).append(")");
        }
        for (Syntax verb : verbs) {
            if (!verb.name().equals(self)) {
                others.append(others.isEmpty() ? "" : ",\n");
                others.append(bold("carafe-" + verb.name())).append("(").append(SECTION).append(")");
            }
        }
        page.raw(others.toString());
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
