package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * CVE-2019-19921 again by a race: while the container is set up, somebody who shares its root file system swaps /proc
 * with a symlink into a volume. The procfs is mounted on a directory or not at all, but never in the volume.
 */
class Cve2023_27561IT {
    private static final int ROUNDS = 25;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void procIsNeverMountedThroughASymlink() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 checks the path before it mounts, and may lose the race");
        Path volume = runtime.directory().resolve("volume");
        Files.createDirectories(volume.resolve("proc"));
        // a second procfs, because the swap goes on after /proc is mounted
        Bundle bundle = runtime.bundle().set("/mounts", List.of()).bind(volume, "/volume")
                .mount("/proc", "proc", "proc").mount("/genuine", "proc", "proc")
                .remove("/linux/maskedPaths").remove("/linux/readonlyPaths").args("cat", "/genuine/self/mountinfo");
        Files.createSymbolicLink(bundle.rootfs("/link"), Path.of("volume/proc"));
        runtime.keep(Command.of(CPrograms.path("swapper"), bundle.rootfs("/proc"), bundle.rootfs("/link")).start())
                .awaitOutput("swapping");
        int mounted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Result result = runtime.run(bundle);
            if (result.exit() == 0) {
                mounted++;
                assertFalse(result.stdout().contains(" /volume/proc "), result::stdout);
            }
        }
        // mostly the swap is noticed or harmless; a runtime that always fails would prove nothing
        assertTrue(mounted > 0);
    }
}
