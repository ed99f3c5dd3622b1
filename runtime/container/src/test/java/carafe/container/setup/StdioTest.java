package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import carafe.kernel.DeviceNumber;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StdioTest {
    @Test
    void nullDeviceBecomesTheContainersAndAFileTheUsers() throws IOException {
        try (Ground ground = new Ground().prepare()) {
            ground.mount(Ground.mountOf("/proc", "proc", "proc"), Ground.mountOf("/dev", "tmpfs", "tmpfs"));
            new Devices(ground.kernel, ground.api, ground.root, List.of(), false).create();
            Path log = Files.createFile(ground.rootfs.resolveSibling("log"));
            ground.kernel.dup3(ground.kernel.openat(Fd.CWD, "/dev/null", Open.O_RDONLY), 0, 0);
            ground.kernel.dup3(ground.kernel.openat(Fd.CWD, log.toString(), Open.O_WRONLY), 1, 0);
            ground.kernel.close(Fd.of(2));
            Stat hosts = ground.kernel.stat(Fd.of(0));
            ground.filesystem.enter();
            Stdio.look(ground.kernel, ground.root, ground.proc).giveTo(1000, true, false, null);
            ground.kernel.flush();

            Stat input = ground.kernel.stat(Fd.of(0));
            assertNotEquals(hosts.device(), input.device());
            assertEquals(0, input.uid(), "nobody owns the null device");
            assertEquals(1000, Files.getAttribute(log, "unix:uid"));
            assertEquals(0, ground.local.stat(Fd.CWD, "/dev/null", 0).uid());
        }
    }

    @Test
    void deviceOfTheHostStaysItsOwners() {
        try (Ground ground = new Ground().prepare()) {
            ground.mount(Ground.mountOf("/dev", "tmpfs", "tmpfs"));
            new Devices(ground.kernel, ground.api, ground.root, List.of(), false).create();
            String node = ground.rootfs.resolveSibling("zero").toString();
            ground.kernel.mknodat(Fd.CWD, node, Stat.CHARACTER_DEVICE | 0666, DeviceNumber.of(1, 5));
            ground.kernel.dup3(ground.kernel.openat(Fd.CWD, node, Open.O_RDONLY), 0, 0);
            ground.filesystem.enter();
            Stdio.look(ground.kernel, ground.root, ground.proc).giveTo(1000, true, false, null);
            ground.kernel.flush();
            assertEquals(0, ground.local.stat(Fd.CWD, node, 0).uid());
        }
    }
}
