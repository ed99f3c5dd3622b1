package carafe.container.setup.mount;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.SetupFailed;
import carafe.container.setup.Ground;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountsTest {
    Ground ground;

    @BeforeEach
    void prepare() {
        ground = new Ground().prepare();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private Path host(String name) {
        return ground.rootfs.getParent().resolve(name);
    }

    private Path hostFile(String name, String text) throws IOException {
        return Files.writeString(host(name), text);
    }

    @Test
    void bindOfAFileMakesItsMissingTargetAndParents() throws IOException {
        hostFile("resolv", "nameserver 127.0.0.1\n");
        ground.mount(mountOf("/run/a/b/resolv.conf", "bind", host("resolv").toString(), "rbind", "ro"));
        assertEquals("nameserver 127.0.0.1\n", ground.read("/run/a/b/resolv.conf"));
        assertTrue(ground.mountinfo("/run/a/b/resolv.conf").split(" ")[5].startsWith("ro,"));
    }

    @Test
    void bindSourceMayBeRelativeToTheBundle() throws IOException {
        hostFile("note", "from the bundle");
        ground.mount(mountOf("/etc/note", "bind", "note", "bind"));
        assertEquals("from the bundle", ground.read("/etc/note"));
    }

    @Test
    void bindOntoADanglingLinkCreatesItsTargetInsideTheRootFileSystem() throws IOException {
        hostFile("resolv", "inside");
        Files.createSymbolicLink(ground.rootfs.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub.conf"));
        ground.mount(mountOf("/etc/resolv.conf", "bind", host("resolv").toString(), "rbind"));
        assertEquals("inside", ground.read("/run/systemd/resolve/stub.conf"));
        assertTrue(Files.exists(ground.rootfs.resolve("run/systemd/resolve/stub.conf")));
    }

    @Test
    void absoluteLinksLeadIntoTheRootFileSystemOnly() throws IOException {
        hostFile("secret", "mounted");
        Files.createSymbolicLink(ground.rootfs.resolve("escape"), Path.of("/../../../../tmp"));
        ground.mount(mountOf("/escape/made-by-mount", "bind", host("secret").toString(), "bind"));
        assertTrue(Files.exists(ground.rootfs.resolve("tmp/made-by-mount")));
        assertFalse(Files.exists(Path.of("/tmp/made-by-mount")));
    }

    @Test
    void targetsBelowAnEarlierTmpfsAreMadeInIt() throws IOException {
        hostFile("f", "deep");
        ground.mount(mountOf("/run", "tmpfs", "tmpfs", "mode=755"),
                mountOf("/run/x/y", "tmpfs", "tmpfs"),
                mountOf("/run/x/y/f", "bind", host("f").toString(), "bind"));
        assertEquals("deep", ground.read("/run/x/y/f"));
        assertFalse(Files.exists(ground.rootfs.resolve("run/x")), "made in the tmpfs, not underneath");
    }

    @Test
    void earlierMountThroughALinkHidesWhatWasThere() throws IOException {
        Files.createDirectories(ground.rootfs.resolve("real/sub"));
        Files.createSymbolicLink(ground.rootfs.resolve("link"), Path.of("real"));
        ground.mount(mountOf("/link", "tmpfs", "one"), mountOf("/real/sub", "tmpfs", "two"));
        assertTrue(ground.mountinfo("/real/sub").contains(" - tmpfs two "));
        int parent = Integer.parseInt(ground.mountinfo("/real/sub").split(" ")[1]);
        assertEquals(ground.mountinfo("/real").split(" ")[0], Integer.toString(parent));
    }

    @Test
    void tmpfsTakesTheModeOfTheDirectoryItCovers() throws IOException {
        Files.setPosixFilePermissions(ground.rootfs.resolve("var"), PosixFilePermissions.fromString("rwxrwx---"));
        ground.mount(mountOf("/var", "tmpfs", "tmpfs"), mountOf("/tmp", "tmpfs", "tmpfs", "mode=0711"),
                mountOf("/new", "tmpfs", "tmpfs"));
        assertEquals(0770, stat("/var").permissions());
        assertEquals(0711, stat("/tmp").permissions());
        assertEquals(01777, stat("/new").permissions());
    }

    private Stat stat(String path) {
        Fd fd = ground.root.open(path, carafe.kernel.Open.O_PATH);
        return ground.kernel.stat(fd);
    }

    @Test
    void tmpfsCopiesUp() throws IOException {
        Path var = ground.rootfs.resolve("var");
        Files.createDirectories(var.resolve("a/b"));
        Files.writeString(var.resolve("a/b/file"), "x".repeat(100_000));
        Files.createSymbolicLink(var.resolve("link"), Path.of("/etc/passwd"));
        Files.setPosixFilePermissions(var.resolve("a"), PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(var.resolve("a/b/file"), "unix:uid", 1000);
        Mounts mounts = ground.mount(mountOf("/var", "tmpfs", "tmpfs", "tmpcopyup", "ro"));
        mounts.finish();
        assertEquals("x".repeat(100_000), ground.read("/var/a/b/file"));
        assertEquals(1000, stat("/var/a/b/file").uid());
        assertEquals(0700, stat("/var/a").permissions());
        assertEquals(ground.read("/etc/passwd"), ground.read("/var/link"));
        assertTrue(ground.mountinfo("/var").contains(" ro,"), ground.mountinfo("/var"));
    }

    @Test
    void recursiveOptionsReachTheMountsBelow() throws IOException {
        Files.createDirectories(host("tree/sub"));
        ground.kernel.mount("tmpfs", host("tree/sub").toString(), "tmpfs", 0, null);
        ground.mount(mountOf("/plain", "bind", host("tree").toString(), "rbind", "ro"),
                mountOf("/deep", "bind", host("tree").toString(), "rbind", "rro", "rnosuid"));
        assertTrue(ground.mountinfo("/plain").split(" ")[5].startsWith("ro"));
        assertTrue(ground.mountinfo("/plain/sub").split(" ")[5].startsWith("rw"));
        assertTrue(ground.mountinfo("/deep").split(" ")[5].startsWith("ro,nosuid"));
        assertTrue(ground.mountinfo("/deep/sub").split(" ")[5].startsWith("ro,nosuid"));
    }

    @Test
    void bindGetsExactlyTheFlagsAskedForAndKeepsAllWithoutAny() throws IOException {
        Files.createDirectories(host("d"));
        ground.kernel.mount("tmpfs", host("d").toString(), "tmpfs", 2 | 8, null);
        ground.mount(mountOf("/same", "bind", host("d").toString(), "bind"),
                mountOf("/nodev", "bind", host("d").toString(), "bind", "nodev", "noatime"),
                mountOf("/suid", "bind", host("d").toString(), "bind", "suid"));
        assertEquals("rw,nosuid,noexec,relatime", ground.mountinfo("/same").split(" ")[5]);
        assertEquals("rw,nodev,noatime", ground.mountinfo("/nodev").split(" ")[5]);
        assertEquals("rw,relatime", ground.mountinfo("/suid").split(" ")[5]);
    }

    @Test
    void propagationIsSetAfterwards() throws IOException {
        Files.createDirectories(host("d"));
        ground.mount(mountOf("/shared", "bind", host("d").toString(), "bind", "rshared"),
                mountOf("/private", "tmpfs", "tmpfs", "rprivate"));
        assertTrue(ground.mountinfo("/shared").contains(" shared:"), ground.mountinfo("/shared"));
        assertFalse(ground.mountinfo("/private").contains("master:"), ground.mountinfo("/private"));
    }

    @Test
    void missingSourceNamesThePointer() {
        ErrnoException e = assertThrows(ErrnoException.class,
                () -> ground.mount(mountOf("/mnt", "bind", "/does/not/exist", "bind")));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("/mounts/0", e.step().pointer());
    }

    @Test
    void nothingButAProcfsGoesOntoProc() {
        for (var mount : List.of(mountOf("/proc", "tmpfs", "tmpfs"), mountOf("//proc/.", "bind", "/tmp", "bind"),
                mountOf("/proc/sys", "tmpfs", "tmpfs"), mountOf("/foo/../proc/self", "bind", "/tmp", "rbind"))) {
            SetupFailed e = assertThrows(SetupFailed.class, () -> ground.mount(mount), mount::toString);
            assertTrue(e.getMessage().contains("cannot be mounted because it is"), e.getMessage());
        }
        ground.mount(mountOf("/proc", "bind", "/proc", "rbind"));
    }

    @Test
    void linkIntoProcIsNoWayAroundThat() throws IOException {
        Files.createSymbolicLink(ground.rootfs.resolve("way"), Path.of("/proc/sys"));
        assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/proc", "proc", "proc"),
                mountOf("/way/kernel", "tmpfs", "tmpfs")));
    }

    @Test
    void procfsGoesOntoNoLink() throws IOException {
        Files.delete(ground.rootfs.resolve("proc"));
        Files.createSymbolicLink(ground.rootfs.resolve("proc"), Path.of("tmp"));
        SetupFailed e = assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/proc", "proc", "proc")));
        assertTrue(e.getMessage().endsWith("filesystem \"proc\" must be mounted on ordinary directory"),
                e.getMessage());
    }
}
