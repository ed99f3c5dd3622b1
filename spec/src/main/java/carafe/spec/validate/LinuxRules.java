package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Config;
import carafe.spec.IntelRdt;
import carafe.spec.Linux;
import carafe.spec.MemoryPolicy;
import carafe.spec.MemoryPolicyFlag;
import carafe.spec.MemoryPolicyMode;
import carafe.spec.NamespaceType;
import carafe.spec.NumberList;
import carafe.spec.Personality;
import java.util.BitSet;
import java.util.List;

/** {@code linux}, with the parts that are too small for rules of their own. */
final class LinuxRules {
    private LinuxRules() {
    }

    static void check(Config config, Place place) {
        Linux linux = config.linux();
        NamespaceRules.check(linux, place);
        SysctlRules.check(config, place.at("sysctl"));
        if (linux.resources() != null) {
            ResourceRules.check(linux.resources(), place.at("resources"));
        }
        DeviceRules.check(linux, place);
        if (linux.seccomp() != null) {
            SeccompRules.check(linux.seccomp(), place.at("seccomp"));
        }
        if (linux.rootfsPropagation() != null && linux.namespace(NamespaceType.MOUNT) == null) {
            place.at("rootfsPropagation").warn(quoted(linux.rootfsPropagation().word()),
                    "a mount namespace in linux.namespaces; without one it is the host's and stays as it is");
        }
        checkPaths(linux, linux.maskedPaths(), place.at("maskedPaths"));
        checkPaths(linux, linux.readonlyPaths(), place.at("readonlyPaths"));
        if (linux.intelRdt() != null) {
            checkIntelRdt(linux.intelRdt(), place.at("intelRdt"));
        }
        if (linux.memoryPolicy() != null) {
            checkMemoryPolicy(linux.memoryPolicy(), place.at("memoryPolicy"));
        }
        if (linux.personality() != null) {
            checkPersonality(linux.personality(), place.at("personality"));
        }
    }

    private static void checkPaths(Linux linux, List<String> paths, Place place) {
        if (!paths.isEmpty() && linux.namespace(NamespaceType.MOUNT) == null) {
            place.error(paths.size() + " paths", "a mount namespace in linux.namespaces to cover them in");
        }
        for (int i = 0; i < paths.size(); i++) {
            place.at(i).requireAbsolute(paths.get(i));
        }
    }

    /** The closID becomes a directory of the resctrl file system, the rest lines in its files. */
    private static void checkIntelRdt(IntelRdt rdt, Place place) {
        String closId = rdt.closID();
        if (closId != null && (closId.equals(".") || closId.equals("..")
                || closId.indexOf('/') >= 0 && !closId.equals("/") || closId.indexOf('\n') >= 0)) {
            place.at("closID").error(quoted(closId), "the name of a directory, or / for the default class");
        }
        for (int i = 0; i < rdt.schemata().size(); i++) {
            checkLine(rdt.schemata().get(i), place.at("schemata").at(i));
        }
        checkLine(rdt.l3CacheSchema(), place.at("l3CacheSchema"));
        checkLine(rdt.memBwSchema(), place.at("memBwSchema"));
        if (rdt.l3CacheSchema() != null && !rdt.l3CacheSchema().startsWith("L3:")) {
            place.at("l3CacheSchema").note(quoted(rdt.l3CacheSchema()), "a line that starts with L3:");
        }
        if (rdt.memBwSchema() != null && !rdt.memBwSchema().startsWith("MB:")) {
            place.at("memBwSchema").error(quoted(rdt.memBwSchema()), "a line that starts with MB:");
        }
    }

    private static void checkLine(String line, Place place) {
        if (line != null && line.indexOf('\n') >= 0) {
            place.error(quoted(line), "a single line");
        }
    }

    private static void checkMemoryPolicy(MemoryPolicy policy, Place place) {
        BitSet nodes = policy.nodes() == null ? new BitSet() : NumberList.parse(policy.nodes());
        if (nodes == null) {
            place.at("nodes").error(quoted(policy.nodes()),
                    "a list of numbers and ranges such as 0-3,7; anything else is an invalid memory policy node");
        }
        MemoryPolicyMode mode = policy.mode();
        if (mode != null && mode.nodes() == MemoryPolicyMode.Nodes.NONE && nodes != null && !nodes.isEmpty()) {
            place.at("nodes").error(quoted(policy.nodes()),
                    "no nodes with " + mode.word() + ": mode requires 0 nodes but got " + nodes.cardinality());
        }
        if (mode != null && mode.nodes() == MemoryPolicyMode.Nodes.SOME && policy.nodes() == null) {
            place.at("nodes").missing("at least one node with " + mode.word());
        }
        if (policy.flags().contains(MemoryPolicyFlag.MPOL_F_STATIC_NODES)
                && policy.flags().contains(MemoryPolicyFlag.MPOL_F_RELATIVE_NODES)) {
            place.at("flags").error(policy.flags().toString(), "only one of static and relative nodes");
        }
    }

    private static void checkPersonality(Personality personality, Place place) {
        if (!personality.flags().isEmpty()) {
            place.at("flags").at(0).error(quoted(personality.flags().getFirst()),
                    "no flags, since the specification has none yet");
        }
    }
}
