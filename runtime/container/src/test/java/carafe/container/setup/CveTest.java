package carafe.container.setup;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.SetupFailed;
import carafe.container.setup.mount.MaskedPaths;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.spec.ConsoleSize;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on the set-up of a container that worked on some runtime, each as its advisory describes it. */
class CveTest {
    private static final int PR_GET_DUMPABLE = 3;

    private Ground ground;
    private Path outside;

    @BeforeEach
    void prepare() throws IOException {
        ground = new Ground().prepare();
        outside = Files.createDirectories(ground.rootfs.resolveSibling("outside"));
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private void link(String path, String target) throws IOException {
        Path link = ground.rootfs.resolve(path);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void assertNothingOutside() {
        assertEquals(0, outside.toFile().list().length);
    }

    @Test
    void cve201916884NoMountCoversWhatLabelsAreWrittenThrough() throws IOException {
        link("volume", "/proc/self/attr");
        assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/proc", "proc", "proc"),
                mountOf("/volume", "tmpfs", "tmpfs")));
        assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/proc/self/attr", "tmpfs", "tmpfs")));
    }

    @Test
    void cve201919921ProcIsNoLink() throws IOException {
        link("proc", "/tmp");
        assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/proc", "proc", "proc")));
        link("sys", "/tmp");
        assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/sys", "sysfs", "sysfs")));
    }

    @Test
    void cve202130465TargetSwappedForALinkStaysInside() throws IOException {
        link("mnt", outside.toString());
        ground.mount(mountOf("/mnt", "tmpfs", "attacked"));
        assertFalse(mountsOf(ground).contains(" " + outside + " "));
        assertTrue(Files.isDirectory(ground.rootfs.resolve(outside.toString().substring(1))));
    }

    private static String mountsOf(Ground ground) {
        return ground.local.readText(Fd.CWD, "/proc/" + ground.servant.pid() + "/mountinfo");
    }

    @Test
    void cve202421626WorkingDirectoryIsNoDescriptorOfTheHost() {
        ground.kernel.openat(Fd.CWD, "/", Open.O_RDONLY).get();
        ground.mount(mountOf("/proc", "proc", "proc"));
        ground.filesystem.enter();
        ground.kernel.flush();
        for (String fd : new File("/proc/" + ground.servant.pid() + "/fd").list()) {
            WorkingDirectory directory =
                    new WorkingDirectory(ground.kernel, ground.root, "/proc/self/fd/" + fd + "/../../..");
            assertThrows(ErrnoException.class, () -> {
                directory.create();
                ground.kernel.flush();
            }, "descriptor " + fd);
        }
    }

    @Test
    void cve202421626WorkingDirectoryOutsideTheRootIsNoticed() {
        Fd host = ground.kernel.openat(Fd.CWD, "/usr", Open.O_PATH | Open.O_DIRECTORY);
        ground.mount(mountOf("/proc", "proc", "proc"));
        ground.filesystem.enter();
        WorkingDirectory directory = new WorkingDirectory(ground.kernel, ground.root, "/tmp");
        directory.enter();
        directory.retry();
        ground.kernel.fchdir(host);
        directory.ask();
        SetupFailed e = assertThrows(SetupFailed.class, directory::confirm);
        assertTrue(e.getMessage().contains("possible container breakout"), e.getMessage());
    }

    @Test
    void cve202445310NothingIsMadeOutside() throws IOException {
        link("a", outside.toString());
        link("b", "../outside");
        link("c", "/proc/self/cwd");
        ground.mount(mountOf("/a/made/by/mount", "tmpfs", "tmpfs"), mountOf("/b/made", "bind", "/tmp", "bind"),
                mountOf("/c/d/e", "tmpfs", "tmpfs"));
        assertNothingOutside();
    }

    @Test
    void cve202531133MaskIsNoMountOfTheImagesChoice() throws IOException {
        Files.writeString(ground.rootfs.resolve("prey"), "");
        link("dev/null", "/proc/sys/kernel/core_pattern");
        ground.mount(mountOf("/proc", "proc", "proc"));
        ground.filesystem.enter();
        SetupFailed e = assertThrows(SetupFailed.class,
                () -> new MaskedPaths(ground.kernel, ground.api, ground.root, List.of("/prey"), null).mask());
        assertTrue(e.getMessage().contains("container's /dev/null is invalid"), e.getMessage());
    }

    @Test
    void cve202531133StandardStreamsAreNoFileOfTheImagesChoice() throws IOException {
        Files.writeString(ground.rootfs.resolve("dev/null"), "not the null device");
        ground.kernel.dup3(ground.kernel.openat(Fd.CWD, "/dev/null", Open.O_RDWR), 1, 0);
        ground.filesystem.enter();
        SetupFailed e = assertThrows(SetupFailed.class, () -> {
            Stdio.look(ground.kernel, ground.root, ground.proc).giveTo(0, true, false, null);
            ground.kernel.flush();
        });
        assertTrue(e.getMessage().contains("container's /dev/null is invalid"), e.getMessage());
    }

    @Test
    void cve202552565ConsoleIsThePeerOfItsMaster() throws IOException {
        ground.mount(mountOf("/proc", "proc", "proc"), mountOf("/dev", "tmpfs", "tmpfs"),
                mountOf("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666"));
        ground.filesystem.enter();
        // whatever stands at the slave's name does not matter: a mount over it is not followed
        Console console = new Console(ground.kernel, ground.root);
        console.open(new ConsoleSize(24, 80));
        ground.kernel.mount("/proc/version", console.name(), null, 0x1000, null);
        console.mount(ground.api);
        ground.kernel.flush();
        assertTrue(ground.kernel.stat(ground.root.open("/dev/console", Open.O_PATH)).isCharacterDevice(136, 0));
    }

    @Test
    void cve202552565MultiplexerIsTheContainersOwn() throws IOException {
        ground.mount(mountOf("/dev", "tmpfs", "tmpfs"), mountOf("/dev/pts", "tmpfs", "tmpfs"));
        ground.kernel.mknodat(ground.root.parent("/dev/pts/ptmx"), "ptmx", 0020666, 5 << 8 | 2).get();
        ground.filesystem.enter();
        assertThrows(RuntimeException.class, () -> new Console(ground.kernel, ground.root).open(null));
    }

    @Test
    void cve202552881SysctlsAreWrittenToTheKernelWhateverCoversProc() throws IOException {
        ground.mount(mountOf("/proc", "proc", "proc"));
        Files.writeString(outside.resolve("trap"), "");
        ground.kernel.mount(outside.resolve("trap").toString(),
                ground.rootfs.resolve("proc/sys/kernel/msgmax").toString(), null, 0x1000, null);
        ground.kernel.mount("tmpfs", "/proc/sys", "tmpfs", 0, null);
        ground.filesystem.enter();
        new Sysctls(ground.kernel, ground.proc).write(Map.of("kernel.msgmax", "4321"));
        ground.kernel.flush();
        assertEquals("", Files.readString(outside.resolve("trap")));
        Fd truth = ground.proc.open("sys/kernel/msgmax", Open.O_RDONLY);
        assertEquals("4321\n", new String(ground.kernel.readAll(truth)));
    }

    @Test
    void cve202641579DevMayBeALinkThatLeadsOut() throws IOException {
        Files.delete(ground.rootfs.resolve("dev"));
        link("dev", outside.toString());
        new Devices(ground.kernel, ground.api, ground.root, List.of(), false).create();
        ground.kernel.flush();
        assertNothingOutside();
        assertTrue(Files.exists(ground.rootfs.resolve(outside.toString().substring(1)).resolve("null")));
    }

    @Test
    void cve202641579ConsoleDoesNotFollowDevOut() throws IOException {
        ground.mount(mountOf("/dev", "tmpfs", "tmpfs"), mountOf("/dev/pts", "devpts", "devpts"));
        link("console-trap", outside.resolve("made").toString());
        ground.kernel.symlinkat("/console-trap", ground.root.directory("/dev"), "console");
        Console console = new Console(ground.kernel, ground.root);
        console.open(null);
        assertThrows(SetupFailed.class, () -> console.mount(ground.api));
        assertNothingOutside();
    }

    @Test
    void cve20195736NothingOfTheHostIsExecutedInside() {
        String executable = ground.local.readlinkat(Fd.CWD, "/proc/" + ground.servant.pid() + "/exe");
        assertTrue(executable.startsWith("/memfd:"), executable);
    }

    @Test
    void cve20169962ProcessIsNotDumpableDuringTheSetUp() {
        assertEquals(0, ground.kernel.prctl(PR_GET_DUMPABLE, 0).get());
    }
}
