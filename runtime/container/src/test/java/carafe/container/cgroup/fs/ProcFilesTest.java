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
    void aPathIsSeenFromTheRootOfItsMount() {
        assertEquals("/x", V1Hierarchies.below("/docker/abc", "/docker/abc/x"));
        assertEquals("", V1Hierarchies.below("/docker/abc", "/docker/abc"));
        assertEquals("/a", V1Hierarchies.below("/", "/a"));
        assertEquals("/", V1Hierarchies.below("/docker/abc", "/docker/abcd"), "not below at all");
    }
}
