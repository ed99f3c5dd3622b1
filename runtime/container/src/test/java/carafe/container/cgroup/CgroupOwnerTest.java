package carafe.container.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.spec.Config;
import carafe.spec.ConfigReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CgroupOwnerTest {
    private static long owner(String namespaces, String options, long uid) {
        String json = """
                {"ociVersion": "1.2.0", "root": {"path": "rootfs"},
                 "process": {"cwd": "/", "args": ["x"], "user": {"uid": %d, "gid": 0}},
                 "mounts": [{"destination": "/sys/fs/cgroup/", "type": "cgroup", "options": [%s]}],
                 "linux": {"namespaces": [%s],
                  "uidMappings": [{"containerID": 0, "hostID": 100000, "size": 10}]}}
                """.formatted(uid, options, namespaces);
        Config config = ConfigReader.readConfig("config.json", json.getBytes(StandardCharsets.UTF_8));
        return CgroupOwner.of(config);
    }

    @Test
    void theContainersUserOwnsAWritableCgroupOfItsOwnNamespace() {
        assertEquals(100000, owner("{\"type\":\"cgroup\"},{\"type\":\"user\"}", "\"rw\"", 0));
        assertEquals(100005, owner("{\"type\":\"cgroup\"},{\"type\":\"user\"}", "", 5));
        assertEquals(7, owner("{\"type\":\"cgroup\"}", "\"rw\"", 7));
    }

    @Test
    void nobodyElseGetsOne() {
        assertEquals(CgroupRequest.NO_OWNER, owner("{\"type\":\"user\"}", "\"rw\"", 0), "the host's namespace");
        assertEquals(CgroupRequest.NO_OWNER, owner("{\"type\":\"cgroup\"}", "\"nosuid\",\"ro\"", 7), "read-only");
        assertEquals(CgroupRequest.NO_OWNER, owner("{\"type\":\"cgroup\"}", "\"rw\"", 0), "root has it already");
        assertEquals(CgroupRequest.NO_OWNER, owner("{\"type\":\"cgroup\"},{\"type\":\"user\"}", "\"rw\"", 99),
                "not in the map");
    }
}
