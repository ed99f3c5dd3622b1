package carafe.cli.verb;

import carafe.cli.args.Syntax;
import carafe.container.seccomp.SyscallAbi;
import carafe.spec.features.Feature;
import carafe.spec.features.Features;
import carafe.spec.json.JsonWriter;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompFlag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code features}: tells engines what this runtime can do. */
final class FeaturesVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("features", "show what this runtime supports")
            .description("""
                    Prints the features document of the OCI runtime specification as JSON:
                    versions, hooks, mount options, namespaces, capabilities, cgroup and seccomp
                    support. It describes the program, not what the running kernel allows.""")
            .build();

    private static final Set<Feature> BUILT_IN =
            Collections.unmodifiableSet(EnumSet.allOf(Feature.class));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        call.output().stdout(json());
        call.output().stdout("\n");
        return 0;
    }

    static byte[] json() {
        List<SeccompArch> architectures = new ArrayList<>();
        for (SyscallAbi abi : SyscallAbi.values()) {
            architectures.add(abi.arch());
        }
        JsonWriter out = JsonWriter.indentedBy("    ");
        new Features(VersionText.BUILD.version(), VersionText.BUILD.commit(), BUILT_IN, architectures,
                SeccompFlag.WORDS.constants()).write(out);
        return out.toBytes();
    }
}
