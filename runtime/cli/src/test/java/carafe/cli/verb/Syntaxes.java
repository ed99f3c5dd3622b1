package carafe.cli.verb;

import carafe.cli.args.Syntax;
import java.util.List;

/** The syntax of every verb of runc and of Carafe's own. */
public final class Syntaxes {
    public static final List<Syntax> ALL = List.of(
            CheckpointVerb.SYNTAX, CreateVerb.SYNTAX, DeleteVerb.SYNTAX, EventsVerb.SYNTAX, ExecVerb.SYNTAX,
            FeaturesVerb.SYNTAX, KillVerb.SYNTAX, ListVerb.SYNTAX, PauseVerb.SYNTAX, PsVerb.SYNTAX,
            RestoreVerb.SYNTAX, ResumeVerb.SYNTAX, RunVerb.SYNTAX, SpecVerb.SYNTAX, StartVerb.SYNTAX,
            StateVerb.SYNTAX, UpdateVerb.SYNTAX, ValidateVerb.SYNTAX);

    private Syntaxes() {
    }

    public static Syntax of(String verb) {
        return ALL.stream().filter(syntax -> syntax.name().equals(verb)).findFirst().orElseThrow();
    }
}
