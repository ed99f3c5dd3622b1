package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
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
 * The runtime makes missing mount targets inside a volume that another container changes: with a symlink at the right
 * moment it makes empty files and directories on the host.
 */
class Cve2024_45310IT {
    private static final int ROUNDS = 40;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void noFileAndNoDirectoryIsMadeOnTheHost() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 is open to the race");
        Path outside = Files.createDirectory(runtime.directory().resolve("outside"));
        Path file = Files.writeString(runtime.directory().resolve("file"), "");
        Path volume = Cve2021_30465IT.SwappedVolume.create(runtime, outside);
        for (int round = 0; round < ROUNDS; round++) {
            Bundle bundle = runtime.bundle().bind(volume, "/volume")
                    .bind(file, "/volume/target/file-" + round)
                    .mount("/volume/target/directory-" + round + "/deep", "tmpfs", "tmpfs");
            runtime.run(bundle);
            try (var files = Files.list(outside)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }
}
