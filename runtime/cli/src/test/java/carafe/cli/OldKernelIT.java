package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a kernel without the descriptor-based mount calls, whose absence a seccomp filter simulates. */
class OldKernelIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Result runOnOldKernel(Bundle bundle) {
        return runtime.container(bundle).command("run").under(CPrograms.path("oldkernel")).run();
    }

    /** Point, options and type of each mount, without what differs between any two containers. */
    private static List<String> mounts(Result result) {
        return result.succeeds().stdout().lines().map(line -> {
            String[] fields = line.split(" ");
            String[] source = line.substring(line.indexOf(" - ") + 3).split(" ");
            return fields[4] + " " + fields[5] + " " + source[0];
        }).toList();
    }

    private Bundle busy() throws IOException {
        Path source = Files.createDirectories(runtime.directory().resolve("source"));
        Bundle bundle = runtime.bundle().bind(source, "/made/deep", "ro", "nosuid")
                .mount("/copied", "tmpfs", "tmpfs", "tmpcopyup", "noexec", "size=64k")
                .mount("/made/deep/../other", "tmpfs", "tmpfs", "rshared").args("cat", "/proc/self/mountinfo");
        Files.createDirectory(bundle.rootfs("/copied"));
        Files.createSymbolicLink(bundle.rootfs("/dangling"), Path.of("/nowhere/yet"));
        return bundle.bind("/dev/null", "/dangling");
    }

    @Test
    void theMountsAreTheSame() throws IOException {
        assertEquals(mounts(runtime.run(busy())), mounts(runOnOldKernel(busy())));
    }

    @Test
    void theCallsAreReallyMissing() {
        runtime.peer().skipIf(Peer.RUNC, "does not name the call");
        Bundle bundle = runtime.bundle().bind("/tmp", "/tmp", "rro");
        Result result = runOnOldKernel(bundle);
        result.fails(1, "mount_setattr");
        assertTrue(result.stderr().lines().count() == 1, result::toString);
        assertEquals(List.of(), runtime.leftovers());
    }
}
