package carafe.cli.docs;

import carafe.cli.args.Completion;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import java.util.ArrayList;
import java.util.List;

/** Completion for bash: the tables as case statements, and one function that reads them. */
final class BashCompletion {
    /** The program itself has no verb in the tables of the script. */
    private static final String NO_VERB = "";

    private static final String COMPLETER = """

            # Offers what the arguments say: a kind, and for "words" the words themselves.
            _carafe_offer() {
                case $1 in
                file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
                directory) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
                words) mapfile -t COMPREPLY < <(compgen -W "${*:2}" -- "$cur") ;;
                container)
                    mapfile -t COMPREPLY < <(
                        compgen -W "$("${COMP_WORDS[0]}" "${root[@]}" list --quiet 2>/dev/null)" -- "$cur") ;;
                esac
            }

            _carafe() {
                local cur=${COMP_WORDS[COMP_CWORD]} verb="" flag="" value="" operands=0 root=() word i
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ -n $value ]]; then
                        # bash hands "--flag=value" over as three words
                        [[ $word == "=" ]] && continue
                        [[ $flag == --root ]] && root=(--root "$word")
                        value=""
                    elif [[ $word == -* ]]; then
                        flag=$word
                        value=$(_carafe_value "$verb" "$flag")
                    elif [[ -z $verb ]]; then
                        verb=$word
                    else
                        ((operands++))
                    fi
                done
                [[ $cur == "=" ]] && cur=""
                if [[ -n $value ]]; then
                    _carafe_offer $value
                elif [[ $cur == -* ]]; then
                    _carafe_offer words "$(_carafe_flags "$verb")"
                elif [[ -z $verb ]]; then
                    _carafe_offer words "$_carafe_verbs"
                else
                    _carafe_offer $(_carafe_operand "$verb" $((operands + 1)))
                fi
            }

            complete -F _carafe carafe
            """;

    private final StringBuilder script = new StringBuilder();

    private BashCompletion() {
    }

    static String of(List<Syntax> verbs) {
        BashCompletion completion = new BashCompletion();
        completion.script.append("# Completion of carafe for bash.\n");
        completion.script.append("# Generated from the tables of flags in runtime/cli.\n\n");
        completion.script.append("_carafe_verbs=\"").append(join(verbs.stream().map(Syntax::name).toList()))
                .append(" help\"\n");
        completion.flags(verbs);
        completion.values(verbs);
        completion.operands(verbs);
        completion.script.append(COMPLETER);
        return completion.script.toString();
    }

    private void flags(List<Syntax> verbs) {
        script.append("\n# Prints the flags of a verb.\n_carafe_flags() {\n    case $1 in\n");
        flagsOf(NO_VERB, GlobalFlags.SYNTAX);
        for (Syntax verb : verbs) {
            flagsOf(verb.name(), verb);
        }
        script.append("    esac\n}\n");
    }

    private void flagsOf(String verb, Syntax syntax) {
        List<String> names = new ArrayList<>();
        for (Flag flag : visible(syntax)) {
            names.add("--" + flag.name());
        }
        names.add("--help");
        script.append("    \"").append(verb).append("\") echo \"").append(join(names)).append("\" ;;\n");
    }

    private void values(List<Syntax> verbs) {
        script.append("\n# Prints what the value of a flag is; nothing for a flag without one.\n");
        script.append("_carafe_value() {\n    case \"$1 $2\" in\n");
        valuesOf(NO_VERB, GlobalFlags.SYNTAX);
        for (Syntax verb : verbs) {
            valuesOf(verb.name(), verb);
        }
        script.append("    esac\n}\n");
    }

    private void valuesOf(String verb, Syntax syntax) {
        for (Flag flag : visible(syntax)) {
            if (flag.takesValue()) {
                script.append("    \"").append(verb).append(" --").append(flag.name()).append('"');
                if (flag.alias() != null) {
                    script.append(" | \"").append(verb).append(" -").append(flag.alias()).append('"');
                }
                script.append(") echo \"").append(offer(flag.completion())).append("\" ;;\n");
            }
        }
    }

    private void operands(List<Syntax> verbs) {
        script.append("\n# Prints what the operand of a verb at a position is.\n");
        script.append("_carafe_operand() {\n    case \"$1 $2\" in\n");
        for (Syntax verb : verbs) {
            int position = 1;
            for (Operand operand : verb.operands()) {
                script.append("    \"").append(verb.name()).append(' ').append(position++).append("\") echo \"")
                        .append(offer(operand.completion())).append("\" ;;\n");
            }
        }
        script.append("    \"help 1\") echo \"words $_carafe_verbs\" ;;\n");
        script.append("    esac\n}\n");
    }

    private static List<Flag> visible(Syntax syntax) {
        return syntax.flags().stream().filter(flag -> !flag.hidden()).toList();
    }

    private static String offer(Completion completion) {
        return switch (completion) {
            case Completion.Nothing() -> "nothing";
            case Completion.Files() -> "file";
            case Completion.Directories() -> "directory";
            case Completion.ContainerIds() -> "container";
            case Completion.OneOf(List<String> words) -> "words " + join(words);
        };
    }

    private static String join(List<String> words) {
        return String.join(" ", words);
    }
}
