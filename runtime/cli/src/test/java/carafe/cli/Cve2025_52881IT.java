package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Proc;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The container's /proc is not what it seems, so that the runtime's writes of sysctls and labels go to another file:
 * to one without effect, or to one with a dangerous effect such as /proc/sysrq-trigger.
 */
class Cve2025_52881IT {
    private static final String SETTING = "sys/kernel/shmmax";
    private static final String VALUE = "1048577";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** Where a redirected write would arrive. */
    private Path trap;

    @BeforeEach
    void setTrap() throws IOException {
        trap = Files.writeString(runtime.directory().resolve("trap"), "untouched");
    }

    private Bundle settingSysctl() {
        return runtime.bundle().setJson("/linux/sysctl", "{\"kernel.shmmax\": \"" + VALUE + "\"}")
                .args("cat", "/proc/" + SETTING);
    }

    private void assertNotRedirected(Result result) throws IOException {
        assertEquals("untouched", Files.readString(trap));
        assertEquals(VALUE + "\n", result.exit() == 0 ? result.stdout() : VALUE + "\n", result::toString);
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fake", "../../../../fake", "/proc-of-the-attacker"})
    void aProcThatIsASymlinkOfTheRootIsNoProcfs(String target) throws IOException {
        Bundle bundle = settingSysctl();
        Files.delete(bundle.rootfs("/proc"));
        Files.createSymbolicLink(bundle.rootfs("/proc"), Path.of(target));
        Path fake = bundle.rootfs("/fake/sys/kernel");
        Files.createDirectories(fake);
        Files.createLink(fake.resolve("shmmax"), trap);
        assertNotRedirected(runtime.run(bundle));
    }

    @Test
    void aBindOverPartOfProcDoesNotCatchTheWrite() throws IOException {
        Bundle bundle = settingSysctl().bind(trap, "/proc/" + SETTING);
        runtime.run(bundle);
        assertEquals("untouched", Files.readString(trap));
    }

    @Test
    void aVolumeInPlaceOfProcDoesNotCatchTheWrite() throws IOException {
        Path fake = runtime.directory().resolve("fakeproc/sys/kernel");
        Files.createDirectories(fake);
        Files.createLink(fake.resolve("shmmax"), trap);
        Bundle bundle = settingSysctl().withoutMount("/proc")
                .mount("/proc", "bind", runtime.directory().resolve("fakeproc"), "rbind")
                .remove("/linux/maskedPaths").remove("/linux/readonlyPaths");
        runtime.run(bundle);
        assertEquals("untouched", Files.readString(trap));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void withoutProcTheSettingIsMadeOrRefusedButNotLost() throws IOException {
        Bundle bundle = settingSysctl().withoutMount("/proc").remove("/linux/maskedPaths")
                .remove("/linux/readonlyPaths").args("true");
        Path fake = bundle.rootfs("/proc/sys/kernel");
        Files.createDirectories(fake);
        Files.createLink(fake.resolve("shmmax"), trap);
        runtime.run(bundle);
        assertEquals("untouched", Files.readString(trap));
    }

    @Test
    void theHostsSettingIsNeverChanged() throws IOException {
        String before = String.join("", Proc.lines(SETTING));
        runtime.run(settingSysctl()).succeeds();
        assertEquals(before, String.join("", Proc.lines(SETTING)));
    }
}
