package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * /dev/pts/N or /dev/console is a symlink of the attacker's when the runtime binds the terminal to /dev/console: the
 * bind shows or covers another file, and comes before masks and read-only paths are in place.
 */
class Cve2025_52565IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Result runInTerminal(Bundle bundle) {
        Container container = runtime.container(bundle.terminal());
        return container.command("run").under(CPrograms.path("terminal"), 24, 80).run();
    }

    private static void assertTerminalOrRefused(Result result) {
        if (result.exit() == 0) {
            assertTrue(result.stdout().startsWith("character special file 88"), result::toString);
        }
        assertFalse(result.stdout().contains("evil"), result::toString);
    }

    @Test
    void aTerminalNameThatIsASymlinkIsNotFollowed() throws IOException {
        Path pts = Files.createDirectory(runtime.directory().resolve("pts"));
        for (int number = 0; number < 20; number++) {
            Files.createSymbolicLink(pts.resolve(Integer.toString(number)), Path.of("/evil"));
        }
        Bundle bundle = runtime.bundle().mount("/dev/pts", "bind", pts, "rbind")
                .script("stat -L -c '%F %t' /dev/console");
        Files.writeString(bundle.rootfs("/evil"), "evil");
        assertTerminalOrRefused(runInTerminal(bundle));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aConsoleThatIsASymlinkCoversNoOtherFile() throws IOException {
        Path dev = Files.createDirectory(runtime.directory().resolve("dev"));
        Files.createSymbolicLink(dev.resolve("console"), Path.of("/etc/passwd"));
        for (String mountPoint : List.of("pts", "shm", "mqueue")) {
            Files.createDirectory(dev.resolve(mountPoint));
        }
        Bundle bundle = runtime.bundle().withoutMount("/dev/pts").withoutMount("/dev/shm").withoutMount("/dev/mqueue")
                .withoutMount("/dev").mount("/dev", "bind", dev, "rbind")
                .mount("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")
                .script("grep -c root /etc/passwd; mount | grep -c ' /etc/passwd '");
        Result result = runInTerminal(bundle);
        assertTrue(result.exit() > 0 || result.stdout().startsWith("1\n0\n"), result::toString);
        assertFalse(result.stdout().startsWith("0\n"), result::toString);
    }

    @Test
    void aConsoleThatLeadsOutOfTheRootMakesNoFileOnTheHost() throws IOException {
        Path outside = Files.createDirectory(runtime.directory().resolve("outside"));
        Path dev = Files.createDirectory(runtime.directory().resolve("dev"));
        Files.createSymbolicLink(dev.resolve("console"), outside.resolve("made"));
        Files.createDirectory(dev.resolve("pts"));
        Bundle bundle = runtime.bundle().withoutMount("/dev/pts").withoutMount("/dev/shm").withoutMount("/dev/mqueue")
                .withoutMount("/dev").mount("/dev", "bind", dev, "rbind")
                .mount("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
        runInTerminal(bundle);
        assertFalse(Files.exists(outside.resolve("made")));
    }
}
