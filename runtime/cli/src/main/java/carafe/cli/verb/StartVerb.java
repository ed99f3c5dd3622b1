package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Start;

/** {@code start}: lets the waiting process of a created container become its program. */
final class StartVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("start", "start the process of a created container")
            .operands(Operand.containerId())
            .description("""
                    Lets the process that "create" left waiting execute the configured program.
                    With NOTIFY_SOCKET in the environment the command waits until the program has
                    reported that it is ready.""")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        new Start(call.kernel(), call.store(), call.log()).start(call.containerId(),
                call.environment().get(CreateRequest.NOTIFY_SOCKET));
        return 0;
    }
}
