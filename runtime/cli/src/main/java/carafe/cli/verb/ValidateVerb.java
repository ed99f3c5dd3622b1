package carafe.cli.verb;

import carafe.cli.args.Completion;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code validate}: another name for {@code spec --validate}. */
final class ValidateVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("validate", "check the configuration of a bundle")
            .operands(Operand.required("bundle", new Completion.Directories()))
            .description("The same as \"spec --validate --bundle\".")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        return Lint.run(call, call.arguments().operand(0));
    }
}
