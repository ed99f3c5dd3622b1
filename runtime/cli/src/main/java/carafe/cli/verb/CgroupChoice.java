package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.container.Refused;
import carafe.container.cgroup.CgroupDriver;
import carafe.container.process.Caller;
import carafe.kernel.Kernel;

/** What the global flags say about cgroups. */
final class CgroupChoice {
    private CgroupChoice() {
    }

    /** runc's flag wins over crun's, because an engine that sends both means the former. */
    static CgroupDriver driver(Arguments global) {
        if (global.isOn(GlobalFlags.SYSTEMD_CGROUP)) {
            return CgroupDriver.SYSTEMD;
        }
        String word = global.text(GlobalFlags.CGROUP_MANAGER);
        CgroupDriver driver = CgroupDriver.WORDS.find(word);
        if (driver == null) {
            throw new Refused("invalid cgroup-manager: " + word);
        }
        return driver;
    }

    /** Whether to carry on where a cgroup may not be made or changed. */
    static boolean forgivesMissingRights(Arguments global, Kernel kernel) {
        String mode = global.text(GlobalFlags.ROOTLESS);
        return switch (mode) {
            case "true", "1", "t", "T", "True", "TRUE" -> true;
            case "false", "0", "f", "F", "False", "FALSE" -> false;
            case "auto", "" -> !Caller.of(kernel).isPrivileged();
            default -> throw new Refused("invalid rootless: " + mode);
        };
    }
}
