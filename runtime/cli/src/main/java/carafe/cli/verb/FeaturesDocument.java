package carafe.cli.verb;

import carafe.container.seccomp.SyscallAbi;
import carafe.spec.features.Feature;
import carafe.spec.features.Features;
import carafe.spec.json.JsonWriter;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The features document of this build. */
final class FeaturesDocument {
    /** Checkpoints are not there yet. */
    private static final Set<Feature> BUILT = EnumSet.complementOf(EnumSet.of(Feature.CHECKPOINT));

    private FeaturesDocument() {
    }

    static byte[] json() {
        List<SeccompArch> architectures = new ArrayList<>();
        for (SyscallAbi abi : SyscallAbi.values()) {
            architectures.add(abi.arch());
        }
        JsonWriter out = JsonWriter.indentedBy("    ");
        new Features(BuildInfo.VERSION, BuildInfo.COMMIT, BUILT, architectures, SeccompFlag.WORDS.constants())
                .write(out);
        return out.toBytes();
    }
}
