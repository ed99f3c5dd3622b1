package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Config;
import carafe.spec.NamespaceType;
import carafe.spec.SysctlName;
import java.util.Map;
import java.util.Set;

/** {@code linux.sysctl}: only parameters that belong to a namespace of the container may be set. */
final class SysctlRules {
    private static final Set<String> IPC = Set.of(
            "kernel/msgmax", "kernel/msgmnb", "kernel/msgmni", "kernel/sem",
            "kernel/shmall", "kernel/shmmax", "kernel/shmmni", "kernel/shm_rmid_forced");

    private SysctlRules() {
    }

    static void check(Config config, Place place) {
        for (Map.Entry<String, String> entry : config.linux().sysctl().entrySet()) {
            check(config, SysctlName.of(entry.getKey()), entry.getValue(), place.at(entry.getKey()));
        }
    }

    private static void check(Config config, SysctlName name, String value, Place place) {
        NamespaceType owner = owner(name.path());
        if (!name.isPlain()) {
            place.error(quoted(value), "the name of a kernel parameter");
        } else if (name.path().equals("kernel/hostname")) {
            place.error(quoted(value), "the property hostname instead of this parameter");
        } else if (name.path().equals("kernel/domainname")
                && config.domainname() != null && !config.domainname().equals(value)) {
            place.error(quoted(value), "the same value as the property domainname");
        } else if (owner == null) {
            place.error(quoted(value), "only parameters that a namespace has for itself; this one is the host's");
        } else if (config.linux().namespace(owner) == null) {
            place.error(quoted(value), "a " + owner.word() + " namespace in linux.namespaces to set it in");
        }
    }

    /** The kind of namespace that has its own value of this parameter; null for those of the whole host. */
    private static NamespaceType owner(String path) {
        if (path.startsWith("net/")) {
            return NamespaceType.NETWORK;
        }
        if (path.startsWith("fs/mqueue/") || IPC.contains(path)) {
            return NamespaceType.IPC;
        }
        if (path.equals("kernel/domainname")) {
            return NamespaceType.UTS;
        }
        return path.startsWith("user/") ? NamespaceType.USER : null;
    }
}
