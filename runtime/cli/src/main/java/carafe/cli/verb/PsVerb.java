package carafe.cli.verb;

import carafe.cli.args.Completion;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code ps}: shows the processes of a container. */
final class PsVerb {
    static final Syntax SYNTAX = Syntax.of("ps", "show the processes of a container")
            .operands(Operand.containerId(), Operand.rest("ps-options", new Completion.Nothing()))
            .flags(SharedFlags.FORMAT)
            .flagsEndAtOperand()
            .description("""
                    As a table, the output of the host's ps command (with the given options, else
                    -ef), reduced to the processes of the container. As JSON, an array of process
                    ids as the host sees them.""")
            .example("carafe ps web1 -o pid,rss,args", "show memory and command lines")
            .build();
}
