package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.kernel.LocalKernel;
import carafe.spec.Config;
import carafe.spec.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What CRIU is told at restore of mounts, namespaces and cgroups. */
class RestoreRequestTest {
    private final LocalKernel kernel = new LocalKernel();
    private final CriuRequest request = new CriuRequest(RequestType.RESTORE);

    @AfterEach
    void close() {
        kernel.close();
    }

    private static Config config(String more) {
        String json = "{\"ociVersion\": \"1.0.0\", \"root\": {\"path\": \"/\"}" + more + "}";
        return ConfigReader.readConfig("config.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static final String MOUNTS = """
            , "mounts": [
              {"destination": "/var/run/x", "source": "/srv/x", "options": ["rbind"]},
              {"destination": "/y", "source": "data", "options": ["bind"]},
              {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup"},
              {"destination": "/dev", "type": "tmpfs", "source": "tmpfs"}]""";
    private static final List<String> POINTS = List.of("/run/x", "/y", "/sys/fs/cgroup", "/dev");

    @Test
    void bindMountsAreFoundByTheirActualMountPoint() {
        ExternalMounts.toRestore(config(MOUNTS + ", \"linux\": {\"maskedPaths\": [\"/proc/kcore\"]}"), "/bundle",
                POINTS, Map.of("pids", "/sys/fs/cgroup/pids/c1")).addTo(request);
        assertEquals(List.of("/run/x → /srv/x", "/y → /bundle/data", "/sys/fs/cgroup/pids → /sys/fs/cgroup/pids/c1",
                "/dev/null → /dev/null"), DecodedRequest.pairs(request, 23));
    }

    @Test
    void cgroupsInACgroupNamespaceAreNotExternal() {
        ExternalMounts.toRestore(config(MOUNTS + ", \"linux\": {\"namespaces\": [{\"type\": \"cgroup\"}]}"), "/bundle",
                POINTS, Map.of("pids", "/sys/fs/cgroup/pids/c1")).addTo(request);
        assertEquals(List.of("/run/x → /srv/x", "/y → /bundle/data"), DecodedRequest.pairs(request, 23));
    }

    @Test
    void networkAndPidNamespacesAreInheritedAndOthersJoined() {
        try (ExternalNamespaces namespaces = ExternalNamespaces.open(kernel, config("""
                , "linux": {"namespaces": [{"type": "network", "path": "/proc/self/ns/net"}, {"type": "mount"},
                                           {"type": "ipc", "path": "/proc/self/ns/ipc"}]}""").linux())) {
            namespaces.addToRestore(request);
            assertEquals(1, namespaces.descriptors().size());
            assertEquals(List.of("extRootNetNS → " + namespaces.descriptors().getFirst().number()),
                    DecodedRequest.numbered(request, 27));
            assertEquals(List.of("ipc → /proc/self/ns/ipc"), DecodedRequest.pairs(request, 39));
        }
    }

    @Test
    void namespacesThatCannotBeRestoredIntoAreRefused() {
        assertTrue(refusal("network", "/not/there").contains("Requested network namespace /not/there does not exist"));
        assertTrue(refusal("cgroup", "/proc/self/ns/cgroup").contains("cgroup namespace"));
    }

    private String refusal(String type, String path) {
        return assertThrows(Refused.class, () -> ExternalNamespaces.open(kernel, config(
                ", \"linux\": {\"namespaces\": [{\"type\": \"" + type + "\", \"path\": \"" + path + "\"}]}").linux()))
                .getMessage();
    }

    @Test
    void theCgroupsOfCriuTakeThePlaceOfTheSaved() {
        new CgroupRoots(List.of("4:cpu,cpuacct:/c1", "1:name=systemd:/user.slice/c1", "0::/a:b")).addTo(request);
        assertEquals(List.of("cpu → /c1", "cpuacct → /c1", "name=systemd → /user.slice/c1", " → /a:b"),
                DecodedRequest.pairs(request, 25));
    }

    @Test
    void onlyVersion1MountsBelowTheDestinationCount() {
        MountedCgroups mounted = MountedCgroups.parse("""
                30 24 0:26 / / rw master:1 - ext4 /dev/vda rw
                31 30 0:27 /c1 /sys/fs/cgroup/pids rw,nosuid shared:9 - cgroup cgroup rw,pids
                32 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                33 30 0:29 /c1 /mnt/pids rw - cgroup cgroup rw,pids
                """);
        assertEquals(List.of("/sys/fs/cgroup/pids"), mounted.below("/sys/fs/cgroup"));
    }

    @Test
    void aPageServerHasAnAddressAndAPort() {
        assertEquals(new PageServer("10.0.0.1", 27), PageServer.parse("10.0.0.1:27"));
        for (String wrong : List.of("10.0.0.1", ":27", "10.0.0.1:", "host:x", "host:0", "host:65536")) {
            assertThrows(Refused.class, () -> PageServer.parse(wrong), wrong);
        }
    }
}
