package carafe.cli.verb;

import carafe.cli.args.Syntax;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of commands.
 *
 * @param all in the order help lists them
 */
public record Verbs(List<Verb> all) {
    /** The commands of the program. */
    public static final Verbs OF_CARAFE = new Verbs(List.of(
            new CheckpointVerb(), new CreateVerb(), new DeleteVerb(), new DoctorVerb(), new EventsVerb(),
            new ExecVerb(), new FeaturesVerb(), new InspectVerb(), new KillVerb(), new ListVerb(), new MountsVerb(),
            new PauseVerb(), new PsVerb(), new RestoreVerb(), new ResumeVerb(), new RunVerb(), new SeccompVerb(),
            new SpecVerb(), new StartVerb(), new StateVerb(), new UpdateVerb(), new ValidateVerb()));

    /** The command with this name; null when there is none. */
    public Verb named(String name) {
        for (Verb verb : all) {
            if (verb.syntax().name().equals(name)) {
                return verb;
            }
        }
        return null;
    }

    public List<Syntax> syntaxes() {
        List<Syntax> syntaxes = new ArrayList<>();
        for (Verb verb : all) {
            syntaxes.add(verb.syntax());
        }
        return syntaxes;
    }
}
