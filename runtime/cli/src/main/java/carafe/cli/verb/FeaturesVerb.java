package carafe.cli.verb;

import carafe.cli.args.Syntax;

/** {@code features}: tells engines what this runtime can do. */
final class FeaturesVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("features", "show what this runtime supports")
            .description("""
                    Prints the features document of the OCI runtime specification as JSON:
                    versions, hooks, mount options, namespaces, capabilities, cgroup and seccomp
                    support. It describes the program, not what the running kernel allows.""")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        call.output().stdout(FeaturesDocument.json());
        call.output().stdout("\n");
        return 0;
    }
}
