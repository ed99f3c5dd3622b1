package carafe.spec;

import carafe.spec.json.JsonWriter;
import java.util.List;

/**
 * The config that {@code carafe spec} writes, equal in content to what runc writes, but for the names of the two.
 *
 * <p>A rootless config differs: it has a user namespace that maps the caller to root, no network namespace (a new one
 * would have no way out), the host's /sys bound instead of a new sysfs (which only the owner of the network namespace
 * may mount), no group that is not mapped, and no resources (there may be no control group to write to).
 */
public final class SpecTemplate {
    private static final List<String> CAPABILITIES = List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE");
    private static final long OPEN_FILES = 1024;
    private static final List<String> MASKED_PATHS = List.of("/proc/acpi", "/proc/asound", "/proc/kcore",
            "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
            "/sys/firmware", "/proc/scsi");
    private static final List<String> READONLY_PATHS = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
            "/proc/sysrq-trigger");

    private final JsonWriter out = JsonWriter.indentedBy("\t");
    private final boolean rootless;

    private SpecTemplate(boolean rootless) {
        this.rootless = rootless;
    }

    /**
     * For a runtime that is root.
     *
     * @param cgroupNamespace whether to ask for one, as is customary where cgroup v2 is mounted
     */
    public static byte[] rootful(boolean cgroupNamespace) {
        return new SpecTemplate(false).write(cgroupNamespace, 0, 0);
    }

    /** For an ordinary user with these ids. */
    public static byte[] rootless(boolean cgroupNamespace, long uid, long gid) {
        return new SpecTemplate(true).write(cgroupNamespace, uid, gid);
    }

    private byte[] write(boolean cgroupNamespace, long uid, long gid) {
        out.beginObject().text("ociVersion", SpecVersion.CURRENT);
        writeProcess();
        out.beginObject("root").text("path", "rootfs").bool("readonly", true).endObject();
        out.text("hostname", "carafe");
        writeMounts();
        writeLinux(cgroupNamespace, uid, gid);
        return out.endObject().toBytes();
    }

    private void writeProcess() {
        out.beginObject("process")
                .bool("terminal", true)
                .beginObject("user").number("uid", 0).number("gid", 0).endObject()
                .texts("args", List.of("sh"))
                .texts("env", List.of(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"))
                .text("cwd", "/")
                .beginObject("capabilities")
                .texts("bounding", CAPABILITIES)
                .texts("effective", CAPABILITIES)
                .texts("permitted", CAPABILITIES)
                .endObject();
        out.beginArray("rlimits")
                .beginObject()
                .word("type", RlimitType.RLIMIT_NOFILE)
                .number("hard", OPEN_FILES)
                .number("soft", OPEN_FILES)
                .endObject()
                .endArray();
        out.bool("noNewPrivileges", true).endObject();
    }

    private void writeMounts() {
        out.beginArray("mounts");
        writeMount("/proc", "proc", "proc");
        writeMount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        if (rootless) {
            writeMount("/dev/pts", "devpts", "devpts",
                    "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620");
        } else {
            writeMount("/dev/pts", "devpts", "devpts",
                    "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
        }
        writeMount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
        writeMount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
        if (rootless) {
            writeMount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro");
        } else {
            writeMount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro");
        }
        writeMount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
        out.endArray();
    }

    private void writeMount(String destination, String type, String source, String... options) {
        out.beginObject().text("destination", destination).text("type", type).text("source", source);
        if (options.length > 0) {
            out.texts("options", List.of(options));
        }
        out.endObject();
    }

    private void writeLinux(boolean cgroupNamespace, long uid, long gid) {
        out.beginObject("linux");
        if (rootless) {
            writeMapping("uidMappings", uid);
            writeMapping("gidMappings", gid);
        } else {
            out.beginObject("resources").beginArray("devices")
                    .beginObject().bool("allow", false).text("access", "rwm").endObject()
                    .endArray().endObject();
        }
        out.beginArray("namespaces");
        writeNamespace(NamespaceType.PID);
        if (!rootless) {
            writeNamespace(NamespaceType.NETWORK);
        }
        writeNamespace(NamespaceType.IPC);
        writeNamespace(NamespaceType.UTS);
        writeNamespace(NamespaceType.MOUNT);
        if (cgroupNamespace) {
            writeNamespace(NamespaceType.CGROUP);
        }
        if (rootless) {
            writeNamespace(NamespaceType.USER);
        }
        out.endArray();
        out.texts("maskedPaths", MASKED_PATHS).texts("readonlyPaths", READONLY_PATHS).endObject();
    }

    private void writeMapping(String property, long hostId) {
        out.beginArray(property)
                .beginObject().number("containerID", 0).number("hostID", hostId).number("size", 1).endObject()
                .endArray();
    }

    private void writeNamespace(NamespaceType type) {
        out.beginObject().word("type", type).endObject();
    }
}
