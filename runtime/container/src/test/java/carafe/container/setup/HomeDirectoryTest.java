package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    @Test
    void whateverAnImageHasInItsPlaceDoesNoHarm() throws IOException {
        try (Ground ground = new Ground().prepare()) {
            Path passwd = ground.rootfs.resolve("etc/passwd");
            assertEquals("/home/user", new HomeDirectory(ground.kernel, ground.root).of(1000));
            Files.delete(passwd);
            assertEquals("/", new HomeDirectory(ground.kernel, ground.root).of(1000));
            ground.kernel.mknodat(ground.root.directory("/etc"), "passwd", 0010666, 0).get();
            assertEquals("/", new HomeDirectory(ground.kernel, ground.root).of(1000), "a fifo");
            Files.delete(passwd);
            Files.createSymbolicLink(passwd, Path.of("/../../../../../../../../../../etc/shadow"));
            assertEquals("/", new HomeDirectory(ground.kernel, ground.root).of(1000), "a link to nowhere");
        }
    }
}
