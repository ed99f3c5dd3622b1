package carafe.container.doctor;

import carafe.container.path.MountTable;
import carafe.kernel.Syscall;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The kernel: its version, and what it was built and set up with. */
final class KernelChecks {
    private static final String AREA = "kernel";
    /** Without these there is no container at all. */
    private static final List<Syscall> NEEDED = List.of(Syscall.OPENAT2, Syscall.CLOSE_RANGE, Syscall.PIDFD_OPEN,
            Syscall.PIDFD_GETFD, Syscall.MEMFD_CREATE, Syscall.FACCESSAT2);
    /** For these there is another way, or few need them. */
    private static final List<Syscall> USEFUL =
            List.of(Syscall.OPEN_TREE, Syscall.MOVE_MOUNT, Syscall.FSOPEN, Syscall.MOUNT_SETATTR);

    /** From which version on a file system takes id-mapped mounts (mount_setattr(2), "ID-mapped mounts"). */
    private record IdMapped(String type, int major, int minor) {
    }

    private static final List<IdMapped> ID_MAPPED = List.of(new IdMapped("ext4", 5, 12), new IdMapped("xfs", 5, 12),
            new IdMapped("vfat", 5, 12), new IdMapped("btrfs", 5, 15), new IdMapped("f2fs", 5, 18),
            new IdMapped("overlay", 5, 19), new IdMapped("erofs", 5, 19), new IdMapped("squashfs", 6, 2),
            new IdMapped("tmpfs", 6, 3), new IdMapped("ceph", 6, 7), new IdMapped("zfs", 5, 12));
    private static final Set<String> WITHOUT = Set.of("nfs", "nfs4", "cifs", "9p", "virtiofs");

    private KernelChecks() {
    }

    static void run(Host host) {
        version(host);
        calls(host);
        memfd(host);
        overlay(host);
        idMappedMounts(host);
        hiddenProc(host);
    }

    private static void version(Host host) {
        if (host.isAtLeast(5, 11)) {
            host.ok(AREA, "version", host.release());
        } else {
            host.fail(AREA, "version", host.release(), "no container can be set up",
                    "run Linux 5.11 or later");
        }
    }

    private static void calls(Host host) {
        for (Syscall call : NEEDED) {
            if (!host.has(call)) {
                host.fail(AREA, call.label(), "missing", "no container can be set up",
                        "run a kernel that has it; inside a container, its seccomp profile may hide it");
            }
        }
        for (Syscall call : USEFUL) {
            if (!host.has(call)) {
                host.warn(AREA, call.label(), "missing",
                        "mounts are made with mount(2), without id maps and recursive attributes",
                        "run a kernel that has it; inside a container, its seccomp profile may hide it");
            }
        }
        host.ok(AREA, "system calls", (NEEDED.size() + USEFUL.size()) + " looked for");
    }

    private static void memfd(Host host) {
        String value = host.files().text("/proc/sys/vm/memfd_noexec");
        if ("2".equals(value)) {
            host.fail(AREA, "memfd_noexec", "2", "the servant, which sets containers up, cannot be executed",
                    "sysctl vm.memfd_noexec=1");
        } else {
            host.ok(AREA, "memfd_noexec", value == null ? "not known to this kernel" : value);
        }
    }

    private static void overlay(Host host) {
        boolean known = host.files().lines("/proc/filesystems").stream().anyMatch(line -> line.endsWith("\toverlay"));
        if (known) {
            host.ok(AREA, "overlay", "available");
        } else {
            host.warn(AREA, "overlay", "not loaded", "engines keep images in slower ways",
                    "modprobe overlay, unless the engine does so");
        }
    }

    private static void idMappedMounts(Host host) {
        Set<String> types = new TreeSet<>();
        for (MountTable.Mount mount : MountTable.parse(String.valueOf(host.files().text("/proc/self/mountinfo")))) {
            types.add(mount.type());
        }
        for (String type : types) {
            IdMapped known = ID_MAPPED.stream().filter(row -> row.type().equals(type)).findFirst().orElse(null);
            if (known == null && !WITHOUT.contains(type)) {
                continue;
            }
            if (known != null && host.isAtLeast(known.major(), known.minor())) {
                host.ok(AREA, "id-mapped mounts of " + type, "since Linux " + known.major() + "." + known.minor());
            } else {
                host.warn(AREA, "id-mapped mounts of " + type, "not with this kernel",
                        "mounts with uidMappings of it fail",
                        known == null ? null : "run Linux " + known.major() + "." + known.minor() + " or later");
            }
        }
    }

    private static void hiddenProc(Host host) {
        long covered = MountTable.parse(String.valueOf(host.files().text("/proc/self/mountinfo"))).stream()
                .filter(mount -> mount.mountpoint().startsWith("/proc/")
                        && !mount.mountpoint().startsWith("/proc/sys/fs/binfmt_misc"))
                .count();
        if (covered == 0) {
            host.ok(AREA, "/proc", "nothing in it is covered");
        } else {
            host.failForUsers(AREA, "/proc", covered + " mounts cover parts of it",
                    "in a user namespace no new proc can be mounted (the kernel answers EPERM)",
                    "give the container around this one an uncovered /proc (with Podman: --security-opt unmask=ALL),"
                            + " or share its pid namespace and bind /proc");
        }
    }
}
