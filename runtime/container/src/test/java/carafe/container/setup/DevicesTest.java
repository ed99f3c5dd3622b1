package carafe.container.setup;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import carafe.spec.Device;
import carafe.spec.DeviceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevicesTest {
    private Ground ground;

    @BeforeEach
    void prepare() {
        ground = new Ground().prepare();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private void create(Device... devices) {
        new Devices(ground.kernel, ground.api, ground.root, List.of(devices), false).create();
        ground.kernel.flush();
    }

    private Stat stat(String path) {
        return ground.kernel.stat(ground.root.open(path, Open.O_PATH | Open.O_NOFOLLOW));
    }

    @Test
    void everyKindGetsItsModeAndOwner() {
        ground.mount(mountOf("/dev", "tmpfs", "tmpfs"));
        create(new Device(DeviceType.CHAR, "/dev/fuse", 10, 229, 0640, 7L, 8L),
                new Device(DeviceType.BLOCK, "/dev/disks/loop7", 7, 7, null, null, null),
                new Device(DeviceType.FIFO, "/run/pipe", 0, 0, 0600, null, 9L),
                new Device(DeviceType.UNBUFFERED, "//dev/zero", 1, 5, 0600, null, null));
        assertEquals(new Stat(Stat.CHARACTER_DEVICE | 0640, 0, 0, 7, 8, 0, 10 << 8 | 229, 1), bare(stat("/dev/fuse")));
        assertEquals(new Stat(Stat.BLOCK_DEVICE | 0666, 0, 0, 0, 0, 0, 7 << 8 | 7, 1), bare(stat("/dev/disks/loop7")));
        assertEquals(new Stat(Stat.FIFO | 0600, 0, 0, 0, 9, 0, 0, 1), bare(stat("/run/pipe")));
        assertEquals(0600, stat("/dev/zero").permissions(), "in place of the promised one");
    }

    /** Without what differs from run to run. */
    private static Stat bare(Stat stat) {
        return new Stat(stat.mode(), 0, stat.size(), stat.uid(), stat.gid(), 0, stat.rdev(), stat.links());
    }

    @Test
    void whatIsThereAlreadyIsLeftAlone() throws IOException {
        Files.writeString(ground.rootfs.resolve("dev/full"), "the image's");
        create();
        assertEquals("the image's", ground.read("/dev/full"));
        assertEquals("pts/ptmx", Files.readSymbolicLink(ground.rootfs.resolve("dev/ptmx")).toString());
    }

    @Test
    void boundDevNeedsNoDevices() {
        assertFalse(Devices.neededWith(List.of(mountOf("/dev/", "bind", "/dev", "rbind"))));
        assertTrue(Devices.neededWith(List.of(mountOf("/dev", "tmpfs", "tmpfs"), mountOf("/dev/x", "", "/x", "bind"))));
    }

    @Test
    void hostsDevIsNeverChangedWhateverItsNameInTheContainer() throws IOException {
        // plays the host's /dev, so that a defect would not hurt the real one
        ground.kernel.mount("tmpfs", "/dev", "tmpfs", 0, null);
        Files.delete(ground.rootfs.resolve("dev"));
        Files.createSymbolicLink(ground.rootfs.resolve("dev"), Path.of("tmp"));
        ground.mount(mountOf("/tmp", "bind", "/dev", "rbind"));
        create();
        assertEquals(Errno.ENOENT, ground.kernel.allowing(Errno.ENOENT).openat(Fd.CWD, "/dev/ptmx",
                Open.O_PATH | Open.O_NOFOLLOW).errno());
    }

    @Test
    void withoutTheRightToMakeNodesTheHostsAreBound() {
        ground.mount(mountOf("/dev", "tmpfs", "tmpfs"));
        long allButMknod = ~(1L << 27) & (1L << 41) - 1 & ~(1L << 24);
        ground.kernel.capset(allButMknod, allButMknod, 0);
        create();
        assertTrue(stat("/dev/null").isCharacterDevice(1, 3));
        assertTrue(ground.mountinfo("/dev/null").contains(" /null "), ground.mountinfo("/dev/null"));
    }
}
