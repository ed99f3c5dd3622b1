package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Inspection;
import carafe.fixtures.Json;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The container's first process is the same under Carafe as under runc for the same config, seen by itself and from
 * outside: descriptors, signals, limits, environment, identity, capabilities, mounts, namespaces and the rest of what a
 * process is given before its first instruction.
 */
class FirstProcessIT {

    /** What may differ: where, what it is here, and why. */
    private record Allowed(String pointer, String here, String reason) { }

    private static final List<Allowed> ALLOWED = List.of(
            new Allowed("/mounts/(proc/acpi|sys/firmware|home)", "type tmpfs tmpfs ro,size=4k,nr_inodes=2",
                    "the empty directory over a masked one is limited, so that it cannot hold memory"),
            new Allowed("/mounts/(tmp|home)", "type tmpfs tmpfs rw,mode=",
                    "a tmpfs takes the mode of the directory it covers when it is made, runc changes it afterwards"),
            new Allowed("/mounts/sys/fs/cgroup", "cgroup rw,nsdelegate",
                    "the options of the host's cgroup2 stay as they are; runc 1.1.5 clears them for the whole machine"),
            new Allowed("/mounts/tmp", "type tmpfs tmpfs rw,sync,dirsync,mode=", "the same"),
            new Allowed("/fds/[012]/uid", "0", "standard streams are handed to the user of a user namespace by create, "
                    + "too; runc does so in run and exec alone"),
            new Allowed("/mounts/", "propagation [shared]",
                    "runc 1.1.5 sets the root's propagation before pivot_root, which makes it private again"));

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @RegisterExtension
    final RuntimeUnderTest runc = RuntimeUnderTest.runcCalledBy(Caller.ROOT);

    @ParameterizedTest
    @MethodSource("configs")
    void isTheSameAsUnderRunc(UnaryOperator<Bundle> config) {
        assertEquals(Map.of(), differences(runtime, runc, config));
    }

    /** What differs between two runtimes beyond what is allowed to. */
    static Map<String, String> differences(
            RuntimeUnderTest ours, RuntimeUnderTest theirs, UnaryOperator<Bundle> config) {
        SortedMap<String, String> here = inspect(ours, config);
        SortedMap<String, String> there = inspect(theirs, config);
        SortedMap<String, String> all = new TreeMap<>(there);
        all.putAll(here);
        SortedMap<String, String> differences = new TreeMap<>();
        for (String pointer : all.keySet()) {
            String our = here.getOrDefault(pointer, "absent");
            String their = there.getOrDefault(pointer, "absent");
            if (!our.equals(their) && !isAllowed(pointer, our)) {
                differences.put(pointer, "\n  here: " + our + "\n  runc: " + their + "\n");
            }
        }
        return differences;
    }

    private static boolean isAllowed(String pointer, String here) {
        return ALLOWED.stream().anyMatch(difference ->
                pointer.matches(difference.pointer()) && here.contains(difference.here()));
    }

    /** As engines start containers: what the first process writes goes to the caller's own descriptor. */
    private static SortedMap<String, String> inspect(RuntimeUnderTest runtime, UnaryOperator<Bundle> config) {
        Bundle bundle = config.apply(runtime.bundle()).args("inspect", "--then-wait");
        Container container = runtime.container(bundle).createAndStart().awaitOutput("}\n");
        SortedMap<String, String> views = Inspection.fromInside(Json.parse(container.stdout()));
        views.putAll(Inspection.fromOutside(container.pid()));
        return views;
    }

    static Stream<Named<UnaryOperator<Bundle>>> configs() {
        return Stream.of(
                config("as spec writes it", b -> b),
                config("writable root", Bundle::writableRoot),
                config("plain user with groups", b -> b.user(1000, 1000)
                        .setJson("/process/user/additionalGids", "[5, 1001]")),
                config("umask", b -> b.setJson("/process/user/umask", "63")),
                config("all capabilities", b -> b.capabilities(
                        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP",
                        "CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_MKNOD", "CAP_SYS_PTRACE", "CAP_KILL")),
                config("capabilities of a plain user", b -> b.user(1000, 1000)
                        .setJson("/process/capabilities/inheritable", "[\"CAP_KILL\"]")
                        .setJson("/process/capabilities/ambient", "[\"CAP_KILL\"]")),
                config("no capabilities", b -> b.remove("/process/capabilities")),
                config("new privileges allowed", b -> b.set("/process/noNewPrivileges", false)),
                config("oom score", b -> b.set("/process/oomScoreAdj", 500)),
                config("rlimits", b -> b.setJson("/process/rlimits", """
                        [{"type": "RLIMIT_CORE", "soft": 0, "hard": 0},
                         {"type": "RLIMIT_NPROC", "soft": 50, "hard": 60},
                         {"type": "RLIMIT_STACK", "soft": 1048576, "hard": 2097152}]""")),
                config("no rlimits", b -> b.remove("/process/rlimits")),
                config("working directory", b -> b.cwd("/home/user")),
                config("environment with duplicates", b -> b.variable("A", "1").variable("A", "2").variable("B", "")),
                config("HOME of a plain user", b -> b.user(1000, 1000)),
                config("no namespaces but mount", b -> b.withoutNamespace("pid").withoutNamespace("network")
                        .withoutNamespace("ipc").withoutNamespace("uts").remove("/hostname")
                        .withoutMount("/dev/mqueue")),
                config("user namespace", b -> b.namespace("user")
                        .uidMapping(0, 4_800_000, 65536).gidMapping(0, 4_800_000, 65536)),
                config("cgroup namespace", b -> b.namespace("cgroup")),
                config("host name", b -> b.set("/hostname", "other")),
                config("sysctl", b -> b.setJson("/linux/sysctl", "{\"kernel.shmmax\": \"1048576\"}")),
                config("private root propagation", b -> b.set("/linux/rootfsPropagation", "private")),
                config("shared root propagation", b -> b.set("/linux/rootfsPropagation", "shared")),
                config("no masked and read-only paths", b -> b.remove("/linux/maskedPaths")
                        .remove("/linux/readonlyPaths")),
                config("devices", b -> b.setJson("/linux/devices", """
                        [{"path": "/dev/made", "type": "c", "major": 1, "minor": 5, "fileMode": 432,
                          "uid": 3, "gid": 4}]""")),
                config("tmpfs with options", b -> b.mount("/run", "tmpfs", "tmpfs", "nosuid", "size=1m", "mode=0700")),
                config("read-only bind", b -> b.bind("/etc", "/tmp", "ro", "nosuid", "nodev", "rprivate")),
                config("recursive bind with propagation", b -> b.bind("/etc", "/tmp", "rbind", "rslave")),
                config("masked file and directory of the image", b -> b.maskedPaths("/etc/passwd", "/home", "/none")),
                config("read-only file and directory of the image", b -> b.readonlyPaths("/etc/passwd", "/home")
                        .writableRoot()),
                config("bind of a file onto a missing target", b -> b.writableRoot()
                        .bind("/etc/hostname", "/etc/new/name", "bind", "ro")),
                config("mounts below a mount", b -> b.mount("/tmp", "tmpfs", "tmpfs", "mode=1777")
                        .mount("/tmp/below", "tmpfs", "tmpfs", "nodev", "noexec").bind("/etc", "/tmp/below/etc")),
                config("times of access", b -> b.mount("/tmp", "tmpfs", "tmpfs", "noatime", "nodiratime")
                        .mount("/home", "tmpfs", "tmpfs", "strictatime")),
                config("synchronous mount", b -> b.mount("/tmp", "tmpfs", "tmpfs", "sync", "dirsync", "nosuid")),
                config("hidden processes of others", b -> b.withoutMount("/proc")
                        .mount("/proc", "proc", "proc", "hidepid=2", "nosuid")),
                config("unbindable mount", b -> b.mount("/tmp", "tmpfs", "tmpfs", "unbindable")),
                config("no /dev of its own devices", b -> b.set("/linux/devices", List.of())),
                config("block device and fifo", b -> b.setJson("/linux/devices", """
                        [{"path": "/dev/blk", "type": "b", "major": 7, "minor": 99, "fileMode": 384},
                         {"path": "/dev/pipe", "type": "p", "fileMode": 438}]""")),
                config("user without an entry in passwd", b -> b.user(54321, 54322)),
                config("read-only bind of a tree", b -> b.bind("/etc", "/tmp", "rbind", "ro", "noexec")),
                config("low limit of open files", b -> b.setJson("/process/rlimits", """
                        [{"type": "RLIMIT_NOFILE", "soft": 40, "hard": 50}]""")),
                config("seccomp", b -> b.setJson("/linux/seccomp", """
                        {"defaultAction": "SCMP_ACT_ALLOW",
                         "syscalls": [{"names": ["swapon"], "action": "SCMP_ACT_ERRNO"}]}""")));
    }

    private static Named<UnaryOperator<Bundle>> config(String name, UnaryOperator<Bundle> change) {
        return Named.of(name, change);
    }
}
