package carafe.cli.verb;

import carafe.container.seccomp.SyscallAbi;
import carafe.spec.Capability;
import carafe.spec.HookKind;
import carafe.spec.MemoryPolicyFlag;
import carafe.spec.MemoryPolicyMode;
import carafe.spec.NamespaceType;
import carafe.spec.json.JsonWriter;
import carafe.spec.mount.MountOptions;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * The features document (runtime-spec, features.md and features-linux.md), composed from the tables that the code works
 * with. A property that is absent means "unknown" to engines.
 */
final class FeaturesDocument {
    private static final String OLDEST_SPEC = "1.0.0";

    /** Annotations of a config that change what the runtime does; a final dot stands for any continuation. */
    private static final List<String> UNSAFE_ANNOTATIONS = List.of("bundle", "org.systemd.property.", "org.criu.config");

    private FeaturesDocument() {
    }

    static byte[] json() {
        JsonWriter out = JsonWriter.indentedBy("    ");
        out.beginObject()
                .text("ociVersionMin", OLDEST_SPEC)
                .text("ociVersionMax", BuildInfo.SPEC_VERSION)
                .texts("hooks", HookKind.WORDS.words())
                .texts("mountOptions", MountOptions.words());
        linux(out);
        out.beginObject("annotations")
                .text("io.carafe.version", BuildInfo.VERSION)
                .text("io.carafe.commit", BuildInfo.COMMIT)
                .endObject();
        out.texts("potentiallyUnsafeConfigAnnotations", UNSAFE_ANNOTATIONS);
        return out.endObject().toBytes();
    }

    private static void linux(JsonWriter out) {
        out.beginObject("linux")
                .texts("namespaces", NamespaceType.WORDS.words())
                .texts("capabilities", Capability.WORDS.words());
        out.beginObject("cgroup")
                .bool("v1", true)
                .bool("v2", true)
                .bool("systemd", true)
                .bool("systemdUser", true)
                .bool("rdma", true)
                .endObject();
        seccomp(out);
        enabled(out, "apparmor");
        enabled(out, "selinux");
        out.beginObject("intelRdt").bool("enabled", true).bool("schemata", true).bool("monitoring", true).endObject();
        out.beginObject("memoryPolicy")
                .texts("modes", MemoryPolicyMode.WORDS.words())
                .texts("flags", MemoryPolicyFlag.WORDS.words())
                .endObject();
        out.beginObject("mountExtensions");
        enabled(out, "idmap");
        out.endObject();
        enabled(out, "netDevices");
        out.endObject();
    }

    private static void seccomp(JsonWriter out) {
        List<String> archs = new ArrayList<>();
        for (SyscallAbi abi : SyscallAbi.values()) {
            archs.add(abi.arch().word());
        }
        out.beginObject("seccomp")
                .bool("enabled", true)
                .texts("actions", SeccompAction.WORDS.words())
                .texts("operators", SeccompOperator.WORDS.words())
                .texts("archs", archs)
                .texts("knownFlags", SeccompFlag.WORDS.words())
                .texts("supportedFlags", SeccompFlag.WORDS.words())
                .endObject();
    }

    private static void enabled(JsonWriter out, String feature) {
        out.beginObject(feature).bool("enabled", true).endObject();
    }
}
