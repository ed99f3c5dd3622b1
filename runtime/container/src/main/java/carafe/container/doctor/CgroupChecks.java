package carafe.container.doctor;

import carafe.container.cgroup.fs.CgroupMode;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Ref;
import java.util.ArrayList;
import java.util.List;

/** Cgroups: which layout, whether the caller may make some, and which controllers there are. */
final class CgroupChecks {
    private static final String AREA = "cgroups";
    private static final String ROOT = "/sys/fs/cgroup";
    private static final int WRITE = 2;
    private static final int AT_EACCESS = 0x200;
    private static final List<String> WANTED = List.of("cpu", "cpuset", "io", "memory", "pids");

    private CgroupChecks() {
    }

    static void run(Host host) {
        if (host.stat(ROOT) == null) {
            host.fail(AREA, "layout", ROOT + " is not there", "no limits, and containers with cgroups fail",
                    "mount -t cgroup2 cgroup2 " + ROOT);
            return;
        }
        CgroupMode mode = CgroupMode.of(host.kernel());
        host.ok(AREA, "layout", switch (mode) {
            case V2 -> "version 2";
            case HYBRID -> "version 1, and version 2 without controllers beside it";
            case V1 -> "version 1";
        });
        boolean systemd = host.stat("/run/systemd/system") != null;
        host.ok(AREA, "systemd", systemd ? "runs: --systemd-cgroup works" : "does not run: cgroups are made by files");
        if (mode == CgroupMode.V2) {
            unified(host);
        } else {
            version1(host);
        }
    }

    private static void unified(Host host) {
        String own = ROOT;
        for (String line : host.files().lines("/proc/self/cgroup")) {
            own = line.startsWith("0::") && !host.caller().isPrivileged() ? ROOT + line.substring(3) : own;
        }
        access(host, own);
        controllers(host, host.files().text(own + "/cgroup.controllers"));
    }

    private static void version1(Host host) {
        List<String> mounted = new ArrayList<>();
        for (String name : host.files().names(ROOT)) {
            mounted.addAll(List.of(name.split(",")));
        }
        if (mounted.contains("blkio")) {
            mounted.add("io");
        }
        access(host, host.stat(ROOT + "/pids") == null ? ROOT : ROOT + "/pids");
        controllers(host, String.join(" ", mounted));
    }

    private static void access(Host host, String directory) {
        Ref access = host.kernel().allowingAll().faccessat(Fd.CWD, directory, WRITE, AT_EACCESS);
        if (!access.failed()) {
            host.ok(AREA, "delegation", directory + " may be written to");
        } else if (access.errno() == Errno.EROFS) {
            host.failForUsers(AREA, "delegation", directory + " is mounted read-only", "cgroups cannot be made",
                    "mount -o remount,rw " + ROOT + "; in a container, give it writable cgroups");
        } else {
            host.warn(AREA, "delegation", directory + ": " + Errno.text(access.errno()),
                    "containers of this caller run without limits; a config that sets some fails",
                    "under systemd, log in with a session of the user's own or use systemd-run --user --scope;"
                            + " or use --systemd-cgroup");
        }
    }

    private static void controllers(Host host, String found) {
        List<String> there = found == null ? List.of() : List.of(found.split(" "));
        List<String> missing = new ArrayList<>(WANTED);
        missing.removeAll(there);
        if (missing.isEmpty()) {
            host.ok(AREA, "controllers", String.join(" ", WANTED));
        } else {
            host.warn(AREA, "controllers", "without " + String.join(" ", missing),
                    "a config with limits of these fails",
                    host.caller().isPrivileged()
                            ? "enable them in the kernel (for memory, cgroup_enable=memory on its command line)"
                            : "delegate them: a drop-in for user@.service with Delegate=cpu cpuset io memory pids");
        }
    }
}
