package carafe.container.cgroup.systemd;

import carafe.container.CgroupFailed;

/** How a refusal of systemd is reported. */
final class SystemdFailure {
    private SystemdFailure() {
    }

    static CgroupFailed of(String problem) {
        return CgroupFailed.invalid("/linux/cgroupsPath", "systemd: " + problem);
    }
}
