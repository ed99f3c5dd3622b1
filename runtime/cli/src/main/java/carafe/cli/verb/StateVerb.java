package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code state}: prints what is known about a container. */
final class StateVerb {
    static final Syntax SYNTAX = Syntax.of("state", "print the state of a container")
            .operands(Operand.containerId())
            .description("""
                    Prints the state as JSON: id, process id, status (creating, created, running,
                    paused or stopped), bundle, root file system, time of creation and
                    annotations. The process id of a stopped container is 0.""")
            .build();
}
