package carafe.container.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.container.inspect.Inspection.CapabilityInfo;
import carafe.container.inspect.Inspection.Drift;
import carafe.container.inspect.Inspection.Limit;
import carafe.container.inspect.Inspection.MountInfo;
import carafe.container.inspect.Inspection.NamespaceInfo;
import carafe.container.inspect.Inspection.ProcessInfo;
import carafe.kernel.LocalKernel;
import carafe.spec.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String CONFIG = """
            {"ociVersion": "1.2.0", "root": {"path": "rootfs"},
             "process": {"cwd": "/", "args": ["sh"], "user": {"uid": 5, "gid": 6},
               "capabilities": {"bounding": ["CAP_KILL"], "permitted": ["CAP_KILL"], "effective": ["CAP_KILL"]}},
             "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"},
                        {"destination": "/data//", "type": "bind", "source": "/srv", "options": ["bind", "ro"]}],
             "linux": {"namespaces": [{"type": "mount"}, {"type": "uts"}],
               "resources": {"memory": {"limit": 1048577}}}}""";

    private final List<MountInfo> mounts = new ArrayList<>(List.of(mount("/"), mount("/proc"), mount("/data", "ro")));
    private final List<NamespaceInfo> namespaces = new ArrayList<>(List.of(own("mount"), own("uts"), ofHost("pid")));
    private CapabilityInfo capabilities =
            new CapabilityInfo(List.of(), List.of(), List.of(), List.of("CAP_KILL"), List.of());
    private String uid = "1005";
    private String memory = "1048576";
    private String status = "running";

    private static MountInfo mount(String target, String... flags) {
        return new MountInfo(target, "source", "type", null, List.of(flags), null);
    }

    private static NamespaceInfo own(String type) {
        return new NamespaceInfo(type, 1, List.of());
    }

    private static NamespaceInfo ofHost(String type) {
        return new NamespaceInfo(type, 2, List.of("host"));
    }

    private List<Drift> drift() {
        ProcessInfo first = new ProcessInfo(7, 1, "sh", uid, "1006", false, "disabled", 0, capabilities);
        Inspection found = new Inspection("c", status, "/b", "/b/rootfs", 7, null, namespaces,
                List.of("0 1000 100"), List.of("0 1000 100"), List.of(first), null, List.of(),
                List.of(new Limit("memory", memory, "0")), mounts, List.of(), null);
        try (LocalKernel kernel = new LocalKernel()) {
            return new Comparison(ConfigReader.readConfig("config.json", CONFIG.getBytes(StandardCharsets.UTF_8)),
                    found, new ProcFiles(kernel)).drift();
        }
    }

    @Test
    void asItShouldBeNothingDiffers() {
        assertEquals(List.of(), drift());
    }

    @Test
    void aNamespaceOfTheHostIsNotOnesOwn() {
        namespaces.set(1, ofHost("uts"));
        namespaces.set(2, own("pid"));
        assertEquals(List.of(new Drift("/linux/namespaces", "pid of the host", "pid of its own"),
                new Drift("/linux/namespaces/1", "uts of its own", "uts of the host")), drift());
    }

    @Test
    void mountsAreMissingWritableOrTooMany() {
        mounts.set(2, mount("/data", "rw"));
        mounts.remove(1);
        mounts.add(mount("/secret"));
        mounts.add(mount("/data/below", "rw"));
        mounts.add(mount("/dev/null", "rw"));
        assertEquals(List.of(new Drift("/mounts/0", "a mount at /proc", "none"),
                new Drift("/mounts/1/options", "read-only", "/data is writable"),
                new Drift("/mounts", "no mount at /secret", "type of source")), drift());
    }

    @Test
    void limitsAreComparedInPages() {
        memory = "max";
        assertEquals(List.of(new Drift("/linux/resources/memory/limit", "1048576", "max")), drift());
    }

    @Test
    void theUserIsThatOfTheMap() {
        uid = "0";
        assertEquals(List.of(new Drift("/process/user/uid", "1005", "0")), drift());
    }

    @Test
    void capabilitiesAreThoseThatTheProgramStartsWith() {
        capabilities = new CapabilityInfo(List.of("CAP_CHOWN"), List.of(), List.of(), List.of(), List.of());
        assertEquals(List.of(new Drift("/process/capabilities/bounding", "CAP_KILL", "missing"),
                new Drift("/process/capabilities/effective", "without CAP_CHOWN", "present")), drift());
    }

    @Test
    void beforeTheProgramRunsTheProcessIsNotCompared() {
        uid = "0";
        status = "created";
        assertEquals(List.of(), drift());
    }
}
