package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.kernel.DeviceNumber;
import carafe.kernel.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeDirectoryTest {
    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/sh
            short:x
            none:x:7:7:::/bin/sh
            user:x:1000:1000:user:/home/user:/bin/sh
            again:x:1000:1000:user:/home/other:/bin/sh
            """;

    @Test
    void firstEntryOfTheUserCounts() {
        assertEquals("/root", HomeDirectory.find(PASSWD, 0));
        assertEquals("/home/user", HomeDirectory.find(PASSWD, 1000));
        assertEquals("/", HomeDirectory.find(PASSWD, 7), "empty field");
        assertEquals("/", HomeDirectory.find(PASSWD, 12), "no entry");
    }

    private static String homeIn(Ground ground) {
        return HomeDirectory.look(ground.kernel, ground.root).of(1000, ground.proc);
    }

    @Test
    void longFileIsReadToTheEnd() throws IOException {
        try (Ground ground = new Ground().prepare()) {
            String others = "other:x:5:5:::\n".repeat(1000);
            Files.writeString(ground.rootfs.resolve("etc/passwd"), others + "user:x:1000:1000::/far:/bin/sh\n");
            assertEquals("/far", homeIn(ground));
            Files.writeString(ground.rootfs.resolve("etc/passwd"), others.repeat(80) + "user:x:1000:1000::/far:\n");
            assertEquals("/", homeIn(ground), "beyond a megabyte");
        }
    }

    @Test
    void nothingButARegularFileIsEverOpened() throws IOException {
        try (Ground ground = new Ground().prepare()) {
            Path passwd = ground.rootfs.resolve("etc/passwd");
            ground.mount(Ground.mountOf("/proc", "proc", "proc"));
            for (String target : new String[] {"/proc/kmsg", "/proc/self/environ", "/dev/full", "/tmp"}) {
                Files.deleteIfExists(passwd);
                Files.createSymbolicLink(passwd, Path.of(target));
                assertEquals("/", homeIn(ground), target);
            }
            Files.delete(passwd);
            // a device that this machine has no driver for: to open it is an error
            ground.kernel.mknodat(ground.root.directory("/etc"), "passwd", Stat.CHARACTER_DEVICE | 0666,
                    DeviceNumber.of(4000, 1)).get();
            assertEquals("/", homeIn(ground), "a device");
        }
    }

    @Test
    void whateverAnImageHasInItsPlaceDoesNoHarm() throws IOException {
        try (Ground ground = new Ground().prepare()) {
            Path passwd = ground.rootfs.resolve("etc/passwd");
            assertEquals("/home/user", homeIn(ground));
            Files.delete(passwd);
            assertEquals("/", homeIn(ground));
            ground.kernel.mknodat(ground.root.directory("/etc"), "passwd", 0010666, 0).get();
            assertEquals("/", homeIn(ground), "a fifo");
            Files.delete(passwd);
            Files.createSymbolicLink(passwd, Path.of("/../../../../../../../../../../etc/shadow"));
            assertEquals("/", homeIn(ground), "a link to nowhere");
        }
    }
}
