package carafe.container.doctor;

import java.util.List;

/** Seccomp, security modules and keys. */
final class SecurityChecks {
    private static final String AREA = "security";
    private static final List<String> ACTIONS =
            List.of("kill_process", "trap", "errno", "user_notif", "log", "allow");
    /** Per cent of a quota from which on the next containers may not get a key. */
    private static final int NEARLY = 90;

    private SecurityChecks() {
    }

    static void run(Host host) {
        seccomp(host);
        modules(host);
        keys(host);
    }

    private static void seccomp(Host host) {
        String actions = host.files().text("/proc/sys/kernel/seccomp/actions_avail");
        if (actions == null) {
            host.fail(AREA, "seccomp", "not in this kernel", "a config with a seccomp profile fails",
                    "run a kernel with CONFIG_SECCOMP_FILTER");
            return;
        }
        List<String> missing = ACTIONS.stream().filter(action -> !List.of(actions.split(" ")).contains(action)).toList();
        if (missing.isEmpty()) {
            host.ok(AREA, "seccomp", actions);
        } else {
            host.warn(AREA, "seccomp", "without " + String.join(" ", missing), "profiles that use these fail",
                    "run a later kernel");
        }
    }

    private static void modules(Host host) {
        String list = host.files().text("/sys/kernel/security/lsm");
        boolean appArmor = "Y".equals(host.files().text("/sys/module/apparmor/parameters/enabled"));
        boolean selinux = host.files().text("/sys/fs/selinux/enforce") != null;
        String found = (appArmor ? "AppArmor" : "") + (appArmor && selinux ? ", " : "") + (selinux ? "SELinux" : "");
        if (!found.isEmpty()) {
            host.ok(AREA, "security modules", found);
        } else {
            host.warn(AREA, "security modules", list == null ? "none to be seen" : list,
                    "a config with apparmorProfile or selinuxLabel fails, and containers have one line of defence less",
                    "boot with security=apparmor, where the distribution has it");
        }
    }

    /** uid: usage, keys, keys/quota, bytes/quota; root's quota is not in it (proc_key-users(5)). */
    private static void keys(Host host) {
        String own = host.caller().uid() + ":";
        for (String line : host.files().lines("/proc/key-users")) {
            String[] fields = line.strip().split(" +");
            if (fields.length > 3 && fields[0].equals(own)) {
                String[] used = fields[3].split("/");
                long quota = Long.parseLong(used[1]);
                if (Long.parseLong(used[0]) * 100 >= quota * NEARLY) {
                    host.warn(AREA, "key quota", fields[3] + " keys", "containers get no session keyring (EDQUOT)",
                            "sysctl kernel.keys.maxkeys=2000, or --no-new-keyring");
                } else {
                    host.ok(AREA, "key quota", fields[3] + " keys");
                }
            }
        }
    }
}
