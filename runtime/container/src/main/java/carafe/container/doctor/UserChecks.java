package carafe.container.doctor;

import carafe.kernel.Stat;
import carafe.kernel.Syscall;
import java.util.List;

/** User namespaces: whether they may be made, and which ids can be mapped into them. */
final class UserChecks {
    private static final String AREA = "user namespaces";
    private static final int SETUID = 04000;
    /** As many as engines expect: all ids of a usual image. */
    private static final long ENOUGH_IDS = 65536;
    private static final List<String> LIMITS = List.of("user", "pid", "mnt", "net", "ipc", "uts", "cgroup");

    private UserChecks() {
    }

    static void run(Host host) {
        limits(host);
        switches(host);
        for (String program : List.of("newuidmap", "newgidmap")) {
            mapper(host, program);
        }
        if (host.caller().uid() != 0) {
            subordinates(host, "/etc/subuid");
            subordinates(host, "/etc/subgid");
        }
    }

    private static void limits(Host host) {
        for (String type : LIMITS) {
            String limit = host.files().text("/proc/sys/user/max_" + type + "_namespaces");
            if (limit == null) {
                continue;
            }
            if (limit.equals("0") && type.equals("user")) {
                host.failForUsers(AREA, "limit", "0", "plain users cannot run containers",
                        "sysctl user.max_user_namespaces=15000");
            } else if (limit.equals("0")) {
                host.fail(AREA, "limit of " + type, "0", "a container with a " + type + " namespace cannot be made",
                        "sysctl user.max_" + type + "_namespaces=15000");
            } else if (type.equals("user")) {
                host.ok(AREA, "limit", limit);
            }
        }
    }

    private static void switches(Host host) {
        if ("0".equals(host.files().text("/proc/sys/kernel/unprivileged_userns_clone"))) {
            host.failForUsers(AREA, "unprivileged_userns_clone", "0", "plain users cannot run containers",
                    "sysctl kernel.unprivileged_userns_clone=1");
        }
        if ("1".equals(host.files().text("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"))) {
            host.failForUsers(AREA, "apparmor_restrict_unprivileged_userns", "1",
                    "plain users get no rights in their user namespaces, unless a profile grants them",
                    "give carafe and the engine AppArmor profiles with \"userns,\", or"
                            + " sysctl kernel.apparmor_restrict_unprivileged_userns=0");
        }
    }

    private static void mapper(Host host, String program) {
        String file = host.program(program);
        if (file == null) {
            host.failForUsers(AREA, program, "not found", "plain users can map no ids but their own",
                    "install it (Debian: package uidmap; others: shadow-utils)");
            return;
        }
        Stat stat = host.stat(file);
        boolean setuid = stat != null && (stat.mode() & SETUID) != 0 && stat.uid() == 0;
        if (setuid || hasCapability(host, file)) {
            host.ok(AREA, program, file + (setuid ? " (setuid root)" : " (with file capabilities)"));
        } else {
            host.failForUsers(AREA, program, file + " is neither setuid root nor has file capabilities",
                    "plain users can map no ids but their own",
                    "chmod u+s " + file + ", or setcap cap_set" + program.charAt(3) + "id+ep " + file);
        }
    }

    private static boolean hasCapability(Host host, String file) {
        int mark = host.kernel().arena().mark();
        long value = host.kernel().arena().allocate(64, 8);
        boolean there = !host.kernel().allowingAll().run(host.kernel().call(Syscall.LGETXATTR).with(file)
                .with("security.capability").with(value).with(64)).failed();
        host.kernel().arena().reset(mark);
        return there;
    }

    private static void subordinates(Host host, String file) {
        String name = userName(host);
        long count = 0;
        for (String line : host.files().lines(file)) {
            String[] fields = line.split(":");
            if (fields.length == 3 && (fields[0].equals(name) || fields[0].equals(Long.toString(host.caller().uid())))) {
                count += size(fields[2]);
            }
        }
        if (count >= ENOUGH_IDS) {
            host.ok(AREA, file, count + " ids for " + name);
        } else {
            host.warn(AREA, file, count + " ids for " + name,
                    "files and processes of other users of an image cannot be had; engines expect " + ENOUGH_IDS,
                    "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + name);
        }
    }

    private static long size(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }

    private static String userName(Host host) {
        String uid = Long.toString(host.caller().uid());
        for (String line : host.files().lines("/etc/passwd")) {
            String[] fields = line.split(":");
            if (fields.length > 2 && fields[2].equals(uid)) {
                return fields[0];
            }
        }
        return uid;
    }
}
