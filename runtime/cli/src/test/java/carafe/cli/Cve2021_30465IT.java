package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A container swaps a directory of a shared volume with a symlink while the runtime sets up another container with a
 * mount inside that directory: between the check of the target and the mount the path leads out of the root.
 */
class Cve2021_30465IT {
    private static final int ROUNDS = 25;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void aMountNeverLandsOutsideTheRoot() throws IOException {
        Path outside = Files.createDirectory(runtime.directory().resolve("outside"));
        Path source = Files.createDirectory(runtime.directory().resolve("source"));
        Path volume = SwappedVolume.create(runtime, outside);
        Bundle bundle = runtime.bundle().bind(volume, "/volume").bind(source, "/volume/target")
                .args("cat", "/proc/self/mountinfo");
        int mounted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Result result = runtime.run(bundle);
            if (result.exit() == 0) {
                mounted++;
                // What was mounted is in the container's own tree, wherever in it the symlink led.
                assertTrue(result.stdout().contains(source + " /"), result::toString);
            }
        }
        // Mostly the swap is noticed or harmless; a runtime that always fails would prove nothing.
        assertTrue(mounted > 0);
        try (var files = Files.list(outside)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** A volume with "target", in turns a directory and a symlink to a directory of the host. */
    static final class SwappedVolume {
        private SwappedVolume() {
        }

        static Path create(RuntimeUnderTest runtime, Path outside) throws IOException {
            Path volume = Files.createDirectory(runtime.directory().resolve("volume"));
            Files.createDirectory(volume.resolve("target"));
            Files.createSymbolicLink(volume.resolve("link"), outside);
            runtime.keep(Command.of(CPrograms.path("swapper"), volume.resolve("target"), volume.resolve("link"))
                    .start()).awaitOutput("swapping");
            return volume;
        }
    }
}
