package carafe.cli.docs;

import carafe.cli.args.Completion;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import java.util.List;

/** Completion for zsh, in terms of its {@code _arguments}. */
final class ZshCompletion {
    private final StringBuilder script = new StringBuilder();

    private ZshCompletion() {
    }

    static String of(List<Syntax> verbs) {
        ZshCompletion completion = new ZshCompletion();
        completion.write(verbs);
        return completion.script.toString();
    }

    private void write(List<Syntax> verbs) {
        script.append("""
                #compdef carafe
                # Generated from the tables of flags in runtime/cli.

                _carafe_containers() {
                    local -a ids root
                    [[ -n $opt_args[--root] ]] && root=(--root $opt_args[--root])
                    ids=(${(f)"$(_call_program containers carafe $root list --quiet 2>/dev/null)"})
                    compadd -a ids
                }

                _carafe() {
                    local curcontext=$curcontext state
                    local -a line commands
                    typeset -A opt_args
                    commands=(
                """);
        for (Syntax verb : verbs) {
            script.append("        ").append(quote(verb.name() + ":" + verb.summary())).append('\n');
        }
        script.append("        'help:show the help of a command'\n    )\n\n    _arguments -C");
        flags(GlobalFlags.SYNTAX, "        ");
        script.append("""
                 \\
                        '1: :->command' \\
                        '*:: :->arguments'

                    case $state in
                    command)
                        _describe command commands
                        ;;
                    arguments)
                        case $line[1] in
                """);
        for (Syntax verb : verbs) {
            script.append("        ").append(verb.name()).append(")\n            _arguments");
            if (verb.flagsEndAtOperand()) {
                // -A: no flags after the first operand
                script.append(" -A '-*'");
            }
            flags(verb, "                ");
            operands(verb);
            script.append("\n            ;;\n");
        }
        script.append("""
                        help)
                            _describe command commands
                            ;;
                        esac
                        ;;
                    esac
                }

                _carafe "$@"
                """);
    }

    private void flags(Syntax syntax, String indent) {
        for (Flag flag : syntax.flags()) {
            if (!flag.hidden()) {
                script.append(" \\\n").append(indent).append(specification(flag));
            }
        }
        script.append(" \\\n").append(indent).append(specification(Flag.HELP));
    }

    private static String specification(Flag flag) {
        String equals = flag.takesValue() ? "=" : "";
        String action = flag.takesValue() ? ":" + flag.placeholder().replace(":", "\\:") + action(flag.completion()) : "";
        String meaning = "[" + flag.help().replace("[", "\\[").replace("]", "\\]") + "]";
        String repeat = flag.repeatable() ? "*" : "";
        if (flag.alias() == null) {
            return quote(repeat + "--" + flag.name() + equals + meaning + action);
        }
        // the brace expansion makes one specification of each name; the list in front lets them exclude each other
        String exclusive = flag.repeatable() ? "'*'" : "'(-" + flag.alias() + " --" + flag.name() + ")'";
        return exclusive + "{-" + flag.alias() + (flag.takesValue() ? "+" : "") + ",--" + flag.name() + equals + "}"
                + quote(meaning + action);
    }

    private void operands(Syntax verb) {
        int position = 1;
        for (Operand operand : verb.operands()) {
            String place = operand.repeats() ? "*" : Integer.toString(position++);
            String optional = operand.required() || operand.repeats() ? ":" : "::";
            script.append(" \\\n                ")
                    .append(quote(place + optional + operand.placeholder() + action(operand.completion())));
        }
    }

    private static String action(Completion completion) {
        return switch (completion) {
            case Completion.Nothing() -> ": ";
            case Completion.Files() -> ":_files";
            case Completion.Directories() -> ":_files -/";
            case Completion.ContainerIds() -> ":_carafe_containers";
            case Completion.OneOf(List<String> words) -> ":(" + String.join(" ", words) + ")";
        };
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
