package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import java.util.List;

/** {@code spec}: writes a first config.json, or checks one. */
final class SpecVerb {
    static final Flag ROOTLESS = Flag.toggle("rootless", "write a configuration for a user without privileges");
    static final Flag FORMAT = Flag.choice("format", "FORMAT", List.of("json", "yaml"),
            "write config.json or config.yaml").orElse("json");
    static final Flag VALIDATE = Flag.toggle("validate", "write nothing; check the configuration that is there");

    static final Syntax SYNTAX = Syntax.of("spec", "write a template of config.json")
            .flags(SharedFlags.BUNDLE, ROOTLESS, FORMAT, VALIDATE)
            .description("""
                    Writes a configuration that runs a shell on a terminal, to be edited. An
                    existing file is never overwritten.

                    With --validate, reports everything in the bundle's configuration that the
                    specification forbids, each with its place in the document, and fails if there
                    is anything.""")
            .example("carafe spec --rootless", "write config.json for an unprivileged user")
            .example("carafe spec --validate --bundle /srv/web", "check /srv/web/config.json")
            .build();
}
