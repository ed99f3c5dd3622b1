package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Config;
import carafe.spec.NamespaceType;
import java.nio.charset.StandardCharsets;

/** The top level of a config. */
final class ConfigRules {
    /** __NEW_UTS_LEN (linux/utsname.h). */
    private static final int LONGEST_UTS_NAME = 64;

    private ConfigRules() {
    }

    static void check(Config config, Place root) {
        checkVersion(config.ociVersion(), root.at("ociVersion"));
        if (config.process() == null) {
            root.at("process").missing("the process to start");
        } else {
            ProcessRules.check(config.process(), root.at("process"));
        }
        checkUtsName(config, config.hostname(), root.at("hostname"));
        checkUtsName(config, config.domainname(), root.at("domainname"));
        MountRules.check(config, root.at("mounts"));
        HookRules.check(config.hooks(), root.at("hooks"));
        AnnotationRules.check(config, root.at("annotations"));
        LinuxRules.check(config, root.at("linux"));
    }

    private static void checkVersion(String version, Place place) {
        if (version != null && !(SemanticVersion.isValid(version) && version.startsWith("1."))) {
            place.error(quoted(version), "a version 1.x of the runtime specification, such as 1.3.0");
        }
    }

    private static void checkUtsName(Config config, String name, Place place) {
        if (name == null) {
            return;
        }
        if (config.linux().namespace(NamespaceType.UTS) == null) {
            place.error(quoted(name), "a uts namespace in linux.namespaces to set it in");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_UTS_NAME) {
            place.error(quoted(name), "at most " + LONGEST_UTS_NAME + " bytes");
        }
    }
}
