package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;

/** {@code list}: prints the containers under the state root. */
final class ListVerb {
    static final Flag QUIET = Flag.toggle("quiet", "print container ids only").withAlias("q");

    static final Syntax SYNTAX = Syntax.of("list", "list containers")
            .flags(SharedFlags.FORMAT, QUIET)
            .description("""
                    Lists the containers whose state is kept under the directory that --root
                    names, with process id, status, bundle, time of creation and owner.""")
            .build();
}
