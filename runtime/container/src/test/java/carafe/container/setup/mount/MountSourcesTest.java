package carafe.container.setup.mount;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.SetupFailed;
import carafe.container.setup.Ground;
import carafe.fixtures.Requires;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.MountAttr;
import carafe.kernel.MountCalls;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.spec.IdMapping;
import carafe.spec.Linux;
import carafe.spec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountSourcesTest {
    private static final List<IdMapping> SHIFT = List.of(new IdMapping(0, 100_000, 65_536));

    private Ground ground;

    @BeforeEach
    void make() throws IOException {
        Requires.kernel(5, 12);
        ground = new Ground(false);
        Files.createFile(ground.rootfs.resolve("file"));
        Files.createDirectories(ground.rootfs.resolve("mnt"));
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private void mount(Mount... mounts) {
        List<MountRequest> requests = MountRequest.of(List.of(mounts), null);
        MountSources sources = new MountSources("/", ground.rootfs.toString(), requests);
        ground.enter(SHIFT).prepare();
        ground.kernel.flush();
        try (MountIdMaps idMaps = new MountIdMaps(ground.local, requests, Linux.NONE);
                SourceOpener opener = new SourceOpener(ground.local, ground.servant.pid(), ground.servant::give)) {
            sources.mapIdsBy(idMaps);
            sources.openBy(opener);
            new Mounts(ground.kernel, ground.api, ground.root, requests, sources, null, true).mountAll();
            ground.kernel.flush();
        }
    }

    private Path secret() throws IOException {
        Path hidden = Files.createDirectories(ground.rootfs.resolveSibling("hidden"));
        Path file = Files.writeString(hidden.resolve("file"), "text");
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    /** In a mount namespace of the test's own. */
    private Path mountedByTheHost(long flags) throws IOException {
        Path point = Files.createDirectories(ground.rootfs.resolveSibling("locked"));
        ground.kernel.unshare(ProcessCalls.CLONE_NEWNS);
        ground.kernel.mount(null, "/", null, MountCalls.MS_REC | MountCalls.MS_PRIVATE, null);
        ground.kernel.mount("tmpfs", point.toString(), "tmpfs", flags, null);
        return point;
    }

    @Test
    void aSourceMayLieWhereTheContainerCannotReach() throws IOException {
        mount(mountOf("/file", "bind", secret().toString(), "bind"));
        assertEquals("text", ground.read("/file"));
    }

    @Test
    void aSourceDoesNotStayAPeerOfTheHosts() throws IOException {
        mount(mountOf("/file", "bind", secret().toString(), "bind"));
        assertFalse(ground.mountinfo("/file").contains(" shared:"), ground.mountinfo("/file"));
    }

    @Test
    void idmappedMountShowsOtherOwners() throws IOException {
        Mount mount = new Mount("/file", "bind", secret().toString(), List.of("bind", "idmap"),
                List.of(new IdMapping(1234, 100_077, 1)), List.of(new IdMapping(0, 100_000, 1)));
        mount(mount);
        Fd fd = ground.root.open("/file", Open.O_PATH);
        assertEquals(77, ground.kernel.stat(fd).uid(), "1234 on disk, 100077 by the mount, 77 in the container");
        assertTrue(ground.mountinfo("/file").contains("idmapped"), ground.mountinfo("/file"));
    }

    @Test
    void whatTheHostMountedReadOnlyStaysSo() throws IOException {
        Path locked = mountedByTheHost(MountCalls.MS_RDONLY | MountCalls.MS_NOSUID | MountCalls.MS_NODEV);
        mount(mountOf("/mnt", "bind", locked.toString(), "bind"));
        assertEquals("ro,nosuid,nodev,relatime", ground.mountinfo("/mnt").split(" ")[5]);
        Fd mounted = ground.root.open("/mnt", Open.O_PATH);
        ErrnoException e = assertThrows(ErrnoException.class, () -> {
            ground.kernel.mountSetattr(mounted, false, new MountAttr(0, MountAttr.RDONLY));
            ground.kernel.flush();
        });
        assertEquals(Errno.EPERM, e.errno());
    }

    @Test
    void aSourceInsideTheRootFileSystemHasTheEarlierMounts() throws IOException {
        Files.createDirectories(ground.rootfs.resolve("final"));
        Files.createFile(ground.rootfs.resolve("mnt/file"));
        Mount inner = new Mount("/mnt/file", "bind", secret().toString(), List.of("bind", "idmap"),
                List.of(new IdMapping(1234, 100_077, 1)), List.of(new IdMapping(0, 100_000, 1)));
        mount(inner, mountOf("/final", "bind", ground.rootfs.resolve("mnt").toString(), "rbind"));
        assertEquals("text", ground.read("/final/file"));
    }

    @Test
    void idmapWithoutAnyMappingIsRefused() {
        SetupFailed e = assertThrows(SetupFailed.class,
                () -> mount(mountOf("/mnt", "bind", "/tmp", "bind", "idmap")));
        assertEquals("/mounts/0/options", e.step().pointer());
    }

    @Test
    void userNamespaceKeepsLockedFlagsOnABind() throws IOException {
        Path locked = mountedByTheHost(MountCalls.MS_NOSUID | MountCalls.MS_NODEV);
        ground.enter(SHIFT).prepare();
        ground.mount(mountOf("/mnt", "bind", locked.toString(), "bind", "ro"));
        assertEquals("ro,nosuid,nodev,relatime", ground.mountinfo("/mnt").split(" ")[5]);
        ErrnoException e = assertThrows(ErrnoException.class,
                () -> ground.mount(mountOf("/mnt", "bind", locked.toString(), "bind", "suid")));
        assertEquals(Errno.EPERM, e.errno());
    }
}
