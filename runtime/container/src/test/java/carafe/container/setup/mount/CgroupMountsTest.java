package carafe.container.setup.mount;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.SetupFailed;
import carafe.container.cgroup.fs.UnifiedOptions;
import carafe.container.setup.Ground;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Requires;
import carafe.kernel.ProcessCalls;
import carafe.spec.Mount;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shows the cgroup the test itself is in; nothing in it is changed. */
@Tag("guest")
class CgroupMountsTest {
    private static final Mount MOUNT =
            mountOf("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");

    private Ground ground;

    @BeforeEach
    void prepare() {
        ground = new Ground().prepare();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private void mount(CgroupView view) {
        mount(view, MOUNT);
    }

    private void mount(CgroupView view, Mount cgroups) {
        List<Mount> mounts = List.of(mountOf("/sys", "sysfs", "sysfs"), cgroups);
        List<MountRequest> requests = MountRequest.of(mounts, null);
        new Mounts(ground.kernel, ground.api, ground.root, requests, new MountSources("/", "/no/rootfs", requests), view, false)
                .mountAll();
        ground.kernel.flush();
    }

    @Test
    void hierarchiesAreBoundIntoATmpfs() {
        Requires.cgroupV1("pids");
        mount(new CgroupView(false, false, null, null,
                List.of(new CgroupView.Hierarchy("pids", "pids", "/sys/fs/cgroup/pids"))));
        assertTrue(ground.mountinfo("/sys/fs/cgroup").contains(" rw,nosuid,nodev,noexec,relatime - tmpfs "));
        assertTrue(ground.mountinfo("/sys/fs/cgroup/pids").contains(" ro,nosuid,nodev,noexec,relatime "),
                ground.mountinfo("/sys/fs/cgroup/pids"));
    }

    @Test
    void sharedHierarchyIsFoundByEachController() {
        Requires.cgroupV1("cpu");
        mount(new CgroupView(false, false, null, null,
                List.of(new CgroupView.Hierarchy("cpu,cpuacct", "cpu,cpuacct", "/sys/fs/cgroup/cpu"))));
        assertEquals("cpu,cpuacct", ground.kernel.readlinkat(ground.root.directory("/sys/fs/cgroup"), "cpuacct"));
        assertTrue(ground.read("/sys/fs/cgroup/cpu/cpu.shares").length() > 1);
    }

    @Test
    void cgroupNamespaceGetsItsOwnMounts() {
        Requires.cgroupV1("pids");
        ground.kernel.unshare(ProcessCalls.CLONE_NEWCGROUP);
        mount(new CgroupView(false, true, null, null, List.of(new CgroupView.Hierarchy("pids", "pids", "/nowhere"),
                new CgroupView.Hierarchy("systemd", "name=systemd", "/nowhere"))));
        assertTrue(ground.mountinfo("/sys/fs/cgroup/pids").contains(" - cgroup cgroup "));
        assertTrue(ground.mountinfo("/sys/fs/cgroup/systemd").contains(" - cgroup systemd "));
        assertEquals("/", ground.mountinfo("/sys/fs/cgroup/pids").split(" ")[3]);
    }

    @Test
    void unifiedIsOneFileSystem() {
        String hosts = Cgroups.isUnified() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
        Requires.file(hosts + "/cgroup.procs");
        List<String> inForce = UnifiedOptions.inForce(ground.local);
        mount(new CgroupView(true, false, hosts, inForce, List.of()));
        assertTrue(ground.mountinfo("/sys/fs/cgroup").contains(" ro,nosuid,nodev,noexec,relatime - cgroup2 "),
                ground.mountinfo("/sys/fs/cgroup"));
        assertEquals(inForce, UnifiedOptions.inForce(ground.local));
    }

    @Test
    void hostsOptionsAreNotForOneContainerToChange() {
        SetupFailed failure = assertThrows(SetupFailed.class, () -> mount(
                new CgroupView(true, false, "/nowhere", List.of("memory_recursiveprot"), List.of()),
                mountOf("/sys/fs/cgroup", "cgroup", "cgroup", "memory_recursiveprot", "nsdelegate")));
        assertTrue(failure.getMessage().contains("\"nsdelegate\" would change the cgroup2 options of the whole host"),
                failure.getMessage());
    }
}
