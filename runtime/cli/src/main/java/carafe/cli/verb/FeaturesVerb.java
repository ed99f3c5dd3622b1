package carafe.cli.verb;

import carafe.cli.args.Syntax;

/** {@code features}: tells engines what this runtime can do. */
final class FeaturesVerb {
    static final Syntax SYNTAX = Syntax.of("features", "show what this runtime supports")
            .description("""
                    Prints the features document of the OCI runtime specification as JSON:
                    versions, hooks, mount options, namespaces, capabilities, cgroup and seccomp
                    support. Nothing is asked of the kernel.""")
            .build();
}
