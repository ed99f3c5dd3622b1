package carafe.container.setup.mount;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.container.setup.Devices;
import carafe.container.setup.Ground;
import carafe.fixtures.Command;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import carafe.spec.Device;
import carafe.spec.DeviceType;
import carafe.spec.IdMapping;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel refuses to the root of a user namespace, and what the container gets instead. */
class UserNamespaceTest {
    private static final List<IdMapping> SHIFT = List.of(new IdMapping(0, 100_000, 65_536));
    private static final List<IdMapping> ROOT_ONLY = List.of(new IdMapping(0, 100_000, 1));

    private Ground ground;

    @BeforeEach
    void make() {
        ground = new Ground(false);
        Command.of("chown", "-R", "100000:100000", ground.rootfs).run().succeeds();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private Mounts mount(Mount... mounts) {
        List<MountRequest> requests = MountRequest.of(List.of(mounts), null);
        Mounts made = new Mounts(ground.kernel, ground.api, ground.root, requests,
                new MountSources("/", "/no/rootfs", requests), null, true);
        made.mountAll();
        ground.kernel.flush();
        return made;
    }

    @Test
    void ownNamespacesGetTheirOwnFileSystems() {
        ground.enter(SHIFT).prepare();
        mount(mountOf("/proc", "proc", "proc"), mountOf("/sys", "sysfs", "sysfs", "ro", "nosuid"),
                mountOf("/dev", "tmpfs", "tmpfs"),
                mountOf("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
                mountOf("/dev/mqueue", "mqueue", "mqueue"));
        assertTrue(ground.mountinfo("/sys").contains(" ro,nosuid,relatime - sysfs sysfs "), ground.mountinfo("/sys"));
        assertTrue(ground.mountinfo("/dev/pts").contains("gid=100005,mode=620"), ground.mountinfo("/dev/pts"));
        assertTrue(ground.mountinfo("/dev/mqueue").contains(" - mqueue "));
        assertEquals("1 ", ground.read("/proc/self/stat").substring(0, 2));
    }

    @Test
    void hostsNetworkMeansTheHostsSysfs() {
        ground.enter(SHIFT, NamespaceType.NETWORK).prepare();
        mount(mountOf("/sys", "sysfs", "sysfs", "ro", "nosuid", "noexec", "nodev"));
        assertTrue(ground.mountinfo("/sys").contains(" ro,nosuid,nodev,noexec,relatime "), ground.mountinfo("/sys"));
        assertTrue(ground.mountinfo("/sys/fs/cgroup").split(" ")[5].startsWith("ro"), "as is what is mounted below");
    }

    @Test
    void hostsIpcMeansTheHostsQueues() {
        assumeTrue(Files.isDirectory(Path.of("/dev/mqueue")), "needs /dev/mqueue on the host");
        ground.enter(SHIFT, NamespaceType.IPC).prepare();
        mount(mountOf("/dev/mqueue", "mqueue", "mqueue"));
        assertTrue(ground.mountinfo("/dev/mqueue") != null);
    }

    @Test
    void terminalsHaveNoGroupThatDoesNotExist() {
        ground.enter(ROOT_ONLY).prepare();
        mount(mountOf("/dev", "tmpfs", "tmpfs"),
                mountOf("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
        assertTrue(ground.mountinfo("/dev/pts").contains("mode=620,ptmxmode=666"), ground.mountinfo("/dev/pts"));
        assertFalse(ground.mountinfo("/dev/pts").contains("gid="), ground.mountinfo("/dev/pts"));
    }

    @Test
    void hostsDevicesAreBoundAndKeepTheirOwner() {
        ground.enter(SHIFT).prepare();
        mount(mountOf("/dev", "tmpfs", "tmpfs"));
        int before = ground.local.stat(Fd.CWD, "/dev/null", 0).mode();
        Device fuse = new Device(DeviceType.CHAR, "/dev/zero", 1, 5, 0600, 7L, 7L);
        Device fifo = new Device(DeviceType.FIFO, "/run/x/fifo", 0, 0, 0640, 7L, 8L);
        new Devices(ground.kernel, ground.api, ground.root, List.of(fuse, fifo), true).create();
        Stat zero = ground.kernel.stat(ground.root.open("/dev/zero", Open.O_PATH));
        assertTrue(zero.isCharacterDevice(1, 5));
        assertEquals(65534, zero.uid(), "the host's node belongs to the host's root");
        assertEquals(before, ground.local.stat(Fd.CWD, "/dev/null", 0).mode());
        Stat made = ground.kernel.stat(ground.root.open("/run/x/fifo", Open.O_PATH));
        assertEquals(Stat.FIFO | 0640, made.mode());
        assertEquals(7, made.uid());
        assertEquals(8, made.gid());
    }

    @Test
    void masksWorkThere() {
        ground.enter(SHIFT).prepare();
        mount(mountOf("/proc", "proc", "proc"), mountOf("/dev", "tmpfs", "tmpfs"));
        new Devices(ground.kernel, ground.api, ground.root, List.of(), true).create();
        ground.filesystem.enter();
        new ReadonlyPaths(ground.kernel, ground.api, ground.root, List.of("/proc/sys")).apply();
        new MaskedPaths(ground.kernel, ground.api, ground.root, List.of("/proc/keys", "/proc/bus", "/proc/fs"), null)
                .mask();
        ground.filesystem.makeReadonly(ground.api);
        assertEquals("", ground.read("/proc/keys"));
        assertTrue(ground.mountinfo("/proc/sys").split(" ")[5].startsWith("ro"));
        String bus = ground.mountinfo("/proc/bus");
        assertTrue(bus.contains(" - tmpfs "), bus);
        assertEquals(bus.split(" ")[2], ground.mountinfo("/proc/fs").split(" ")[2], "one file system for all");
    }
}
