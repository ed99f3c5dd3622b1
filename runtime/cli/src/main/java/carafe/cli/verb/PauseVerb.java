package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Pause;

/** {@code pause}: freezes a container. */
final class PauseVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("pause", "freeze all processes of a container")
            .operands(Operand.containerId())
            .description("Stops every process of the container where it is, until \"resume\".")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        new Pause(call.kernel(), call.store()).pause(call.containerId());
        return 0;
    }
}
