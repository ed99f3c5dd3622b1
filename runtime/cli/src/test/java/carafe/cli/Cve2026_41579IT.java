package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A directory the runtime takes for granted, such as /dev, is a symlink of the image that leads to the host. The same in
 * crun is CVE-2026-47766.
 */
class Cve2026_41579IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path outside;

    @BeforeEach
    void makeOutside() throws IOException {
        outside = Files.createDirectory(runtime.directory().resolve("outside"));
    }

    private void assertOutsideIsEmpty() throws IOException {
        try (var files = Files.list(outside)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private void replaceByLink(Bundle bundle, String directory) throws IOException {
        Path path = bundle.rootfs(directory);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(path);
        }
        Files.createSymbolicLink(path, outside);
    }

    @Test
    void devicesAreNotMadeThroughADevThatIsASymlink() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 follows the link and makes its devices on the host");
        Bundle bundle = runtime.bundle().withoutMount("/dev").withoutMount("/dev/pts").withoutMount("/dev/shm")
                .withoutMount("/dev/mqueue").writableRoot();
        replaceByLink(bundle, "/dev");
        runtime.run(bundle);
        assertOutsideIsEmpty();
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev", "/sys", "/proc", "/run", "/tmp"})
    void nothingIsMadeThroughAMountPointThatIsASymlink(String directory) throws IOException {
        if (directory.equals("/dev")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 mounts in the root but makes the links of /dev on the host");
        }
        Bundle bundle = runtime.bundle().writableRoot().mount("/run/below", "tmpfs", "tmpfs")
                .mount("/tmp/below", "tmpfs", "tmpfs");
        replaceByLink(bundle, directory);
        runtime.run(bundle);
        assertOutsideIsEmpty();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theWorkingDirectoryIsNotMadeThroughASymlink() throws IOException {
        Bundle bundle = runtime.bundle().writableRoot().cwd("/link/work");
        replaceByLink(bundle, "/link");
        runtime.run(bundle);
        assertOutsideIsEmpty();
    }

    @Test
    void aDeviceOfTheConfigIsNotMadeThroughASymlink() throws IOException {
        Bundle bundle = runtime.bundle().setJson("/linux/devices",
                "[{\"path\": \"/link/null\", \"type\": \"c\", \"major\": 1, \"minor\": 3}]");
        replaceByLink(bundle, "/link");
        runtime.run(bundle);
        assertOutsideIsEmpty();
    }
}
