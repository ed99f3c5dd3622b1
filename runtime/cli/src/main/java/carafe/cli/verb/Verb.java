package carafe.cli.verb;

import carafe.cli.args.Syntax;

/** One command of the program. */
public interface Verb {

    /** What may be written after the verb; parsing, help, completion and manual follow from it. */
    Syntax syntax();

    /**
     * Carries the command out.
     *
     * @return the exit status of the program
     */
    int run(Invocation call);
}
