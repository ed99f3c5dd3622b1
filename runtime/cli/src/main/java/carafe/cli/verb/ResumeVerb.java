package carafe.cli.verb;

import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Resume;

/** {@code resume}: lets a frozen container go on. */
final class ResumeVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("resume", "let a paused container go on")
            .operands(Operand.containerId())
            .description("Undoes \"pause\".")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        new Resume(call.kernel(), call.store()).resume(call.containerId());
        return 0;
    }
}
