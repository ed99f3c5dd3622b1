package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * /dev/console of an image is a link to another file in the root file system, which the terminal then covers: the image
 * decides what the container's programs find there, before anything is masked.
 */
class Cve2026_88264IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void aConsoleThatIsALinkIsRefused() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 follows it");
        runtime.peer().skipIf(Peer.CRUN, "1.8.1 follows it");
        for (String target : List.of("/etc/passwd", "../etc/passwd", "/etc/missing", "null")) {
            Bundle bundle = runtime.bundle().withoutMount("/dev/shm").withoutMount("/dev/mqueue").withoutMount("/dev")
                    .terminal().writableRoot().args("echo", "ran");
            Files.createDirectories(bundle.rootfs("/dev/pts"));
            Files.createSymbolicLink(bundle.rootfs("/dev/console"), Path.of(target));
            runtime.container(bundle).command("run").under(CPrograms.path("terminal"), 24, 80).run()
                    .exits(1);
            assertEquals(List.of(), runtime.leftovers());
            assertEquals(false, Files.exists(bundle.rootfs("/etc/missing")));
        }
    }
}
