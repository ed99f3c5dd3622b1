package carafe.container.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.LocalKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    @Test
    void eachLineIsAMount() {
        assertEquals(List.of(
                new MountTable.Mount("/", "/proc", "proc", List.of("rw")),
                new MountTable.Mount("/docker/abc", "/sys/fs/cgroup/cpu,cpuacct", "cgroup",
                        List.of("rw", "cpu", "cpuacct")),
                new MountTable.Mount("/", "/sys/fs/cgroup/with blank", "cgroup", List.of("rw", "name=systemd"))),
                MountTable.parse("""
                24 30 0:22 / /proc rw,nosuid shared:12 - proc proc rw
                40 30 0:35 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
                41 30 0:36 / /sys/fs/cgroup/with\\040blank rw shared:9 master:1 - cgroup cgroup rw,name=systemd
                """));
    }

    @Test
    void theProcessesOwnMountsAreListed() {
        try (LocalKernel kernel = new LocalKernel()) {
            assertTrue(MountTable.read(kernel).stream()
                    .anyMatch(mount -> mount.mountpoint().equals("/proc") && mount.type().equals("proc")));
        }
    }
}
