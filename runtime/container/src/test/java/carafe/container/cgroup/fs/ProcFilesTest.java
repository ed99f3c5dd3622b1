package carafe.container.cgroup.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcFilesTest {
    @Test
    void membershipIsReadPerHierarchy() {
        List<OwnCgroups.Entry> entries = OwnCgroups.parse("""
                5:name=systemd:/user.slice
                4:cpu,cpuacct:/a:b
                0::/user.slice/x.scope
                """);
        assertEquals(List.of(
                new OwnCgroups.Entry("name=systemd", "/user.slice"),
                new OwnCgroups.Entry("cpu,cpuacct", "/a:b"),
                new OwnCgroups.Entry("", "/user.slice/x.scope")), entries);
        assertEquals("/user.slice/x.scope", OwnCgroups.unified(entries));
        assertNull(OwnCgroups.unified(List.of(entries.getFirst())));
    }

    @Test
    void mountsAreFoundByControllerWithTheirRoots() {
        CgroupMountTable table = CgroupMountTable.parse("""
                24 30 0:22 / /proc rw,nosuid shared:12 - proc proc rw
                40 30 0:35 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
                41 30 0:36 / /sys/fs/cgroup/with\\040blank rw shared:9 master:1 - cgroup cgroup rw,name=systemd
                42 30 0:37 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                """);
        assertEquals("/sys/fs/cgroup/cpu,cpuacct", table.of("cpuacct").mountpoint());
        assertEquals("/docker/abc", table.of("cpu").root());
        assertEquals("/sys/fs/cgroup/with blank", table.of("name=systemd").mountpoint());
        assertNull(table.of("memory"));
    }

    @Test
    void aPathIsSeenFromTheRootOfItsMount() {
        assertEquals("/x", V1Hierarchies.below("/docker/abc", "/docker/abc/x"));
        assertEquals("", V1Hierarchies.below("/docker/abc", "/docker/abc"));
        assertEquals("/a", V1Hierarchies.below("/", "/a"));
        assertEquals("/", V1Hierarchies.below("/docker/abc", "/docker/abcd"), "not below at all");
    }
}
