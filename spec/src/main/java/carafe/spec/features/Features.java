package carafe.spec.features;

import carafe.spec.Capability;
import carafe.spec.HookKind;
import carafe.spec.MemoryPolicyFlag;
import carafe.spec.MemoryPolicyMode;
import carafe.spec.NamespaceType;
import carafe.spec.SpecVersion;
import carafe.spec.json.JsonWriter;
import carafe.spec.json.SpecWord;
import carafe.spec.mount.MountOptions;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompOperator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What {@code features} prints. Everything that the specification has a word for comes from the tables that reading
 * and validation use; the rest is handed in. Lists are sorted, except for those with an order of their own.
 *
 * @param version        of the runtime
 * @param commit         the runtime was built from; null if unknown
 * @param built          what is built in
 * @param architectures  those for which seccomp filters can be compiled
 * @param supportedFlags seccomp flags that this kernel knows
 */
public record Features(
        String version,
        String commit,
        Set<Feature> built,
        List<SeccompArch> architectures,
        List<SeccompFlag> supportedFlags) {

    /** Annotations of a config that let it do more than the config seems to say; a final dot makes a prefix. */
    private static final List<String> UNSAFE_ANNOTATIONS =
            List.of("bundle", "org.systemd.property.", "org.criu.config", "run.oci.");

    public void write(JsonWriter out) {
        out.beginObject()
                .text("ociVersionMin", SpecVersion.OLDEST)
                .text("ociVersionMax", SpecVersion.CURRENT)
                .texts("hooks", HookKind.WORDS.words())
                .texts("mountOptions", MountOptions.words());
        writeLinux(out);
        out.beginObject("annotations")
                .text("io.carafe.commit", commit)
                .text("io.carafe.version", version)
                // Under this name engines look for it, whatever the runtime.
                .text("org.opencontainers.runc.checkpoint.enabled", Boolean.toString(built.contains(Feature.CHECKPOINT)))
                .endObject();
        out.texts("potentiallyUnsafeConfigAnnotations", UNSAFE_ANNOTATIONS).endObject();
    }

    private void writeLinux(JsonWriter out) {
        out.beginObject("linux")
                .texts("namespaces", sorted(NamespaceType.WORDS.constants()))
                .texts("capabilities", Capability.WORDS.words());
        out.beginObject("cgroup")
                .bool("v1", built.contains(Feature.CGROUP_V1))
                .bool("v2", built.contains(Feature.CGROUP_V2))
                .bool("systemd", built.contains(Feature.SYSTEMD))
                .bool("systemdUser", built.contains(Feature.SYSTEMD_USER))
                .bool("rdma", built.contains(Feature.RDMA))
                .endObject();
        out.beginObject("seccomp")
                .bool("enabled", built.contains(Feature.SECCOMP))
                .texts("actions", sorted(SeccompAction.WORDS.constants()))
                .texts("operators", sorted(SeccompOperator.WORDS.constants()))
                .texts("archs", sorted(architectures))
                .texts("knownFlags", sorted(SeccompFlag.WORDS.constants()))
                .texts("supportedFlags", sorted(supportedFlags))
                .endObject();
        writeEnabled(out, "apparmor", Feature.APPARMOR);
        writeEnabled(out, "selinux", Feature.SELINUX);
        out.beginObject("intelRdt")
                .bool("enabled", built.contains(Feature.INTEL_RDT))
                .bool("schemata", built.contains(Feature.INTEL_RDT_SCHEMATA))
                .bool("monitoring", built.contains(Feature.INTEL_RDT_MONITORING))
                .endObject();
        out.beginObject("memoryPolicy")
                .texts("modes", sorted(MemoryPolicyMode.WORDS.constants()))
                .texts("flags", sorted(MemoryPolicyFlag.WORDS.constants()))
                .endObject();
        out.beginObject("mountExtensions");
        writeEnabled(out, "idmap", Feature.IDMAPPED_MOUNTS);
        out.endObject();
        writeEnabled(out, "netDevices", Feature.NET_DEVICES);
        out.endObject();
    }

    private void writeEnabled(JsonWriter out, String property, Feature feature) {
        out.beginObject(property).bool("enabled", built.contains(feature)).endObject();
    }

    private static List<String> sorted(List<? extends SpecWord> constants) {
        List<String> words = new ArrayList<>(constants.size());
        for (SpecWord constant : constants) {
            words.add(constant.word());
        }
        Collections.sort(words);
        return words;
    }
}
