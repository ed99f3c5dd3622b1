package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The image declares a volume at /proc; its files take the writes of the process labels, and the container runs
 * unconfined. A mount over /proc, or over anything in it but a few harmless files, is refused.
 */
@Tag("guest")
class Cve2019_16884IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path volume;

    @BeforeEach
    void fakeProc() throws IOException {
        volume = runtime.directory().resolve("volume");
        for (String file : List.of("self/attr/exec", "self/attr/current", "self/attr/apparmor/exec", "self/status")) {
            Files.createDirectories(volume.resolve(file).getParent());
            Files.writeString(volume.resolve(file), "fake");
        }
    }

    @Test
    void aVolumeAtProcIsRefusedWithAndWithoutAProcBelowIt() {
        runtime.container(runtime.bundle().bind(volume, "/proc")).create().exits(1);
        runtime.container(runtime.bundle().withoutMount("/proc").bind(volume, "/proc")).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self", "/proc/self/attr", "/proc/1", "/proc/thread-self", "/proc/sys", "/proc//self",
        "/./proc/self", "/tmp/../proc/self"})
    void aVolumeInsideProcIsRefused(String target) {
        runtime.container(runtime.bundle().bind(volume, target)).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aTmpfsAtProcIsRefused() {
        runtime.container(runtime.bundle().withoutMount("/proc").mount("/proc", "tmpfs", "tmpfs")).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aTargetThatIsASymlinkToProcIsRefused() throws IOException {
        Bundle bundle = runtime.bundle().bind(volume, "/link");
        Files.createSymbolicLink(bundle.rootfs("/link"), Path.of("/proc"));
        runtime.container(bundle).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anUnenforceableLabelIsAnError() {
        // Whatever the reason is (no such LSM, no such profile): the container must not run without the label.
        assertNotEquals(0, runtime.run(runtime.bundle().set("/process/apparmorProfile", "no-such-profile")).exit());
    }
}
