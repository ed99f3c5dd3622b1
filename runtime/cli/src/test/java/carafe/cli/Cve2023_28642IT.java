package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * /proc or /sys of the image is a symlink to another directory of it, and a later mount covers that directory: labels
 * would be written into what covers it.
 */
class Cve2023_28642IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @CsvSource({"/proc, proc", "/sys, sysfs"})
    void aSymlinkInTheImageIsRefused(String path, String type) throws IOException {
        Bundle bundle = runtime.bundle().set("/mounts", List.of()).mount(path, type, type)
                .mount("/elsewhere", "tmpfs", "tmpfs");
        Files.createDirectory(bundle.rootfs("/elsewhere"));
        if (Files.isDirectory(bundle.rootfs(path), LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(bundle.rootfs(path));
        }
        Files.createSymbolicLink(bundle.rootfs(path), Path.of("elsewhere"));
        runtime.container(bundle).create().fails(1, "must be mounted on ordinary directory");
        assertEquals(List.of(), runtime.leftovers());
    }
}
