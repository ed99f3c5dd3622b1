package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * /proc of the image is a symlink into a volume, which another container shares: what is mounted there can be covered,
 * and the label of the process is then written into a file of the attacker's.
 */
class Cve2019_19921IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void aProcThatIsASymlinkIntoAVolumeIsRefused() throws IOException {
        Path volume = runtime.directory().resolve("volume");
        Path fake = volume.resolve("proc/self/attr/exec");
        Files.createDirectories(fake.getParent());
        Files.writeString(fake, "fake");
        Bundle bundle = runtime.bundle().set("/mounts", List.of()).bind(volume, "/volume", "rw")
                .mount("/proc", "proc", "proc");
        Files.delete(bundle.rootfs("/proc"));
        Files.createSymbolicLink(bundle.rootfs("/proc"), Path.of("volume/proc"));

        runtime.container(bundle).create().fails(1, "must be mounted on ordinary directory");
        assertEquals("fake", Files.readString(fake));
        assertEquals(List.of(), runtime.leftovers());
    }
}
