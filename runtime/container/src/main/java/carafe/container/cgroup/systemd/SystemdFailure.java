package carafe.container.cgroup.systemd;

import carafe.container.cgroup.fs.CgroupException;

/** How a refusal of systemd is reported. */
final class SystemdFailure {
    private SystemdFailure() {
    }

    static CgroupException of(String problem) {
        return CgroupException.invalid("/linux/cgroupsPath", "systemd: " + problem);
    }
}
