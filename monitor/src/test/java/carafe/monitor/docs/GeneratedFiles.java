package carafe.monitor.docs;

import carafe.monitor.option.DirectVerb;
import carafe.monitor.option.Option;
import carafe.shim.ControlVerb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manual page and the shell completion of carafe-monitor, from the tables that its parser uses. */
final class GeneratedFiles {
    /** Maven runs tests in the module's directory. */
    static final Path DOCS = Path.of("../docs");

    private static final String ORIGIN = "Generated from the tables of options in monitor.";

    private GeneratedFiles() {
    }

    static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        files.put("man/carafe-monitor.8", manual());
        files.put("completion/carafe-monitor.bash", bash());
        files.put("completion/_carafe-monitor", zsh());
        files.put("completion/carafe-monitor.fish", fish());
        return files;
    }

    private static List<Option> options() {
        List<Option> shown = new ArrayList<>();
        for (Option option : Option.values()) {
            if (!option.isHidden()) {
                shown.add(option);
            }
        }
        return shown;
    }

    private static String manual() {
        StringBuilder page = new StringBuilder(".\\\" " + ORIGIN + "\n"
                + ".TH CARAFE-MONITOR 8 \"\" \"Carafe\" \"System administration\"\n.SH NAME\n"
                + "carafe\\-monitor \\- watch a container in conmon's place\n.SH SYNOPSIS\n"
                + "\\fBcarafe\\-monitor\\fR [\\fIoptions\\fR]\n");
        for (DirectVerb verb : DirectVerb.values()) {
            page.append(".br\n\\fBcarafe\\-monitor ").append(verb.label()).append("\\fR ")
                    .append(escaped(verb.arguments())).append('\n');
        }
        page.append(".SH DESCRIPTION\nHolds the standard streams of one container, logs its output, serves those who "
                + "attach,\nand records its exit code. Engines start it with conmon's options; the verbs are for "
                + "people.\n.SH VERBS\n");
        for (DirectVerb verb : DirectVerb.values()) {
            entry(page, verb.label(), verb.arguments(), verb.meaning());
        }
        page.append(".SH OPTIONS\n");
        for (Option option : options()) {
            String letter = option.letter() == 0 ? "" : "-" + option.letter() + ", ";
            entry(page, letter + "--" + option.label(), option.argument() == null ? "" : option.argument(),
                    option.meaning());
        }
        page.append(".SH CONTROL SOCKET\nThe bundle has a socket \\fIcontrol\\fR. These are the requests of "
                + "\\fBcarafe\\-monitor ctl\\fR:\n");
        for (ControlVerb verb : ControlVerb.values()) {
            entry(page, verb.label(), verb.members(), verb.meaning());
        }
        return page.append(".SH SEE ALSO\n\\fBcarafe\\fR(8)\n").toString();
    }

    private static void entry(StringBuilder page, String name, String argument, String meaning) {
        page.append(".TP\n\\fB").append(escaped(name)).append("\\fR");
        if (!argument.isEmpty()) {
            page.append(" \\fI").append(escaped(argument)).append("\\fR");
        }
        page.append('\n').append(escaped(meaning)).append(".\n");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    private static String bash() {
        StringBuilder words = new StringBuilder("--help");
        for (Option option : options()) {
            words.append(" --").append(option.label());
        }
        return "# Completion of carafe-monitor for bash.\n# " + ORIGIN + "\n\n_carafe_monitor() {\n"
                + "    local word=${COMP_WORDS[COMP_CWORD]}\n"
                + "    case $COMP_CWORD,$word in\n"
                + "    1,[!-]* | 1,) mapfile -t COMPREPLY < <(compgen -W \"" + verbs() + "\" -- \"$word\") ;;\n"
                + "    *,-*) mapfile -t COMPREPLY < <(compgen -W \"" + words + "\" -- \"$word\") ;;\n"
                + "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n"
                + "    esac\n}\ncomplete -o filenames -F _carafe_monitor carafe-monitor\n";
    }

    private static String verbs() {
        StringBuilder words = new StringBuilder();
        for (DirectVerb verb : DirectVerb.values()) {
            words.append(verb.ordinal() == 0 ? "" : " ").append(verb.label());
        }
        return words.toString();
    }

    private static String zsh() {
        StringBuilder file = new StringBuilder("#compdef carafe-monitor\n# " + ORIGIN + "\n\n_arguments");
        for (Option option : options()) {
            String meaning = option.meaning().replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]");
            file.append(" \\\n    '--").append(option.label()).append(option.argument() == null ? "" : "=")
                    .append('[').append(meaning).append(']');
            if (option.argument() != null) {
                file.append(":value:_files");
            }
            file.append('\'');
        }
        return file.append(" \\\n    '1:verb:(").append(verbs()).append(")' \\\n    '*:file:_files'\n").toString();
    }

    private static String fish() {
        StringBuilder file = new StringBuilder("# Completion of carafe-monitor for fish.\n# " + ORIGIN + "\n\n");
        for (DirectVerb verb : DirectVerb.values()) {
            file.append("complete -c carafe-monitor -n __fish_use_subcommand -a ").append(verb.label())
                    .append(" -d '").append(verb.meaning().replace("'", "\\'")).append("'\n");
        }
        for (Option option : options()) {
            file.append("complete -c carafe-monitor -l ").append(option.label())
                    .append(option.letter() == 0 ? "" : " -s " + option.letter())
                    .append(option.argument() == null ? "" : " -r").append(" -d '")
                    .append(option.meaning().replace("'", "\\'")).append("'\n");
        }
        return file.toString();
    }
}
