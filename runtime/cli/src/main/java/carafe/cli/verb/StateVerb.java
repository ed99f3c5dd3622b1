package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Container;
import carafe.spec.json.JsonWriter;

/** {@code state}: prints what is known about a container. */
final class StateVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("state", "print the state of a container")
            .operands(Operand.containerId())
            .description("""
                    Prints the state as JSON: id, process id, status (created, running,
                    paused or stopped), bundle, root file system, time of creation and
                    annotations. The process id of a stopped container is 0.""")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        try (Container container = Container.open(call.kernel(), call.store(), call.containerId())) {
            JsonWriter out = JsonWriter.indentedBy("  ");
            container.state().write(out);
            call.output().stdout(out.toBytes());
        }
        return 0;
    }
}
