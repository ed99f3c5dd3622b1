package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import carafe.fixtures.Bundle;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The container's /dev/null is a symlink when masked paths are bound to it: the mask becomes a writable bind of a file
 * the attacker chooses, or none at all.
 */
class Cve2025_31133IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** A bundle whose /dev is a directory that the attacker fills. */
    private Bundle withDevOf(Path attackersDev) {
        return runtime.bundle().withoutMount("/dev").withoutMount("/dev/pts").withoutMount("/dev/shm")
                .withoutMount("/dev/mqueue").mount("/dev", "bind", attackersDev, "rbind")
                .maskedPaths("/secret", "/proc/kcore").script("cat /secret; stat -c %t:%T /secret /proc/kcore");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/evil", "/proc/sys/kernel/core_pattern", "/secret", "missing"})
    void aMaskIsTheNullDeviceWhateverDevNullLooksLike(String target) throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 binds what /dev/null leads to");
        Path dev = Files.createDirectory(runtime.directory().resolve("dev"));
        Files.createSymbolicLink(dev.resolve("null"), Path.of(target));
        Bundle bundle = withDevOf(dev);
        Files.writeString(bundle.rootfs("/secret"), "secret");
        Files.writeString(bundle.rootfs("/evil"), "evil");

        Result result = runtime.run(bundle);
        if (result.exit() == 0) {
            assertEquals("1:3\n1:3\n", result.stdout());
        }
        assertFalse(result.stdout().contains("secret") || result.stdout().contains("evil"), result::toString);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aMissingDevNullDoesNotUnmask() throws IOException {
        Path dev = Files.createDirectory(runtime.directory().resolve("dev"));
        Bundle bundle = withDevOf(dev);
        Files.writeString(bundle.rootfs("/secret"), "secret");
        Result result = runtime.run(bundle);
        assertFalse(result.stdout().contains("secret"), result::toString);
    }

    @Test
    void aDevNullThatIsAFileDoesNotMask() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 binds what /dev/null is");
        Path dev = Files.createDirectory(runtime.directory().resolve("dev"));
        Files.writeString(dev.resolve("null"), "evil");
        Bundle bundle = withDevOf(dev);
        Files.writeString(bundle.rootfs("/secret"), "secret");
        Result result = runtime.run(bundle);
        assertFalse(result.stdout().contains("secret") || result.stdout().contains("evil"), result::toString);
    }
}
