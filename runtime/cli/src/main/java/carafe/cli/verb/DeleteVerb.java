package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code delete}: removes what a container holds on the host. */
final class DeleteVerb {
    static final Flag FORCE = Flag.toggle("force",
            "kill the container first if it still runs; succeed if it does not exist").withAlias("f");

    static final Syntax SYNTAX = Syntax.of("delete", "delete what a container holds on the host")
            .operands(Operand.containerId())
            .flags(FORCE, SharedFlags.REGEX)
            .description("""
                    Removes the cgroup, the state directory and whatever a crashed run left behind
                    for this id. The container must be stopped, or created and not started.""")
            .example("carafe delete --force web1", "delete web1 in whatever state it is")
            .build();
}
