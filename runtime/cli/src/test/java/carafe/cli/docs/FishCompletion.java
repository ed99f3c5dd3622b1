package carafe.cli.docs;

import carafe.cli.args.Completion;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.verb.GlobalFlags;
import java.util.List;

/** Completion for fish: one {@code complete} command for each verb, flag and operand. */
final class FishCompletion {
    private static final String BEFORE_VERB = "__fish_use_subcommand";

    private final StringBuilder script = new StringBuilder();

    private FishCompletion() {
    }

    static String of(List<Syntax> verbs) {
        FishCompletion completion = new FishCompletion();
        completion.script.append("""
                # Completion of carafe for fish.
                # Generated from the tables of flags in runtime/cli.

                function __carafe_containers
                    carafe list --quiet 2>/dev/null
                end

                complete -c carafe -f
                """);
        for (Syntax verb : verbs) {
            completion.offer(BEFORE_VERB, "-a " + verb.name(), verb.summary());
        }
        completion.offer(BEFORE_VERB, "-a help", "show the help of a command");
        completion.flags(BEFORE_VERB, GlobalFlags.SYNTAX);
        for (Syntax verb : verbs) {
            String condition = "__fish_seen_subcommand_from " + verb.name();
            completion.flags(condition, verb);
            completion.operands(condition, verb);
        }
        return completion.script.toString();
    }

    private void flags(String condition, Syntax syntax) {
        for (Flag flag : syntax.flags()) {
            if (!flag.hidden()) {
                offer(condition, name(flag) + value(flag), flag.help());
            }
        }
        offer(condition, name(Flag.HELP), Flag.HELP.help());
    }

    /** fish does not count operands: each is offered wherever one can stand. */
    private void operands(String condition, Syntax verb) {
        for (Operand operand : verb.operands()) {
            String words = words(operand.completion());
            if (!words.isEmpty()) {
                offer(condition, "-a " + words, operand.placeholder());
            }
        }
    }

    private static String name(Flag flag) {
        return (flag.alias() == null ? "" : "-s " + flag.alias() + " ") + "-l " + flag.name();
    }

    private static String value(Flag flag) {
        if (!flag.takesValue()) {
            return "";
        }
        if (flag.completion() instanceof Completion.Files) {
            return " -r -F";
        }
        String words = words(flag.completion());
        return words.isEmpty() ? " -x" : " -x -a " + words;
    }

    private static String words(Completion completion) {
        return switch (completion) {
            case Completion.Nothing() -> "";
            case Completion.Files() -> "'(__fish_complete_path)'";
            case Completion.Directories() -> "'(__fish_complete_directories)'";
            case Completion.ContainerIds() -> "'(__carafe_containers)'";
            case Completion.OneOf(List<String> choices) -> quote(String.join(" ", choices));
        };
    }

    private void offer(String condition, String what, String meaning) {
        script.append("complete -c carafe -n ").append(quote(condition)).append(' ').append(what).append(" -d ")
                .append(quote(meaning)).append('\n');
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
