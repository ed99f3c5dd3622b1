package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code resume}: lets a frozen container go on. */
final class ResumeVerb {
    static final Syntax SYNTAX = Syntax.of("resume", "let a paused container go on")
            .operands(Operand.containerId())
            .description("Undoes \"pause\".")
            .build();
}
