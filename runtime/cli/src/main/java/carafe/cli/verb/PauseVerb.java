package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code pause}: freezes a container. */
final class PauseVerb {
    static final Syntax SYNTAX = Syntax.of("pause", "freeze all processes of a container")
            .operands(Operand.containerId())
            .description("Stops every process of the container where it is, until \"resume\".")
            .build();
}
