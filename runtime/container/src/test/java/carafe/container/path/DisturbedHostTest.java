package carafe.container.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.setup.Ground;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.kernel.OpenHow;
import carafe.kernel.PendingStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where openat2(2) never does anything but EAGAIN, paths lead to the same. */
class DisturbedHostTest {
    private Ground ground;

    @BeforeEach
    void prepare() throws IOException {
        ground = new Ground().onDisturbedHost().prepare();
        Files.createDirectories(ground.rootfs.resolve("usr/share"));
        Files.writeString(ground.rootfs.resolve("usr/share/passwd"), "found");
        Files.createSymbolicLink(ground.rootfs.resolve("etc/link"), Path.of("../../../usr/share/passwd"));
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private Fd openat2(String path) {
        return ground.kernel.allowing(Errno.EAGAIN).openat2(ground.root.root(), path, OpenHow.inRoot(Open.O_PATH));
    }

    @Test
    void whatIsQueuedBehindGoesOn() {
        assertEquals(Errno.EAGAIN, openat2("etc").errno(), "the simulation works");
        Fd missing = ground.root.openIfPresent("/etc/../missing", Open.O_PATH);
        PendingStat none = ground.kernel.allowing(Errno.EBADF).statLater(missing);
        Fd link = ground.root.open("/etc/link", Open.O_PATH);
        PendingStat file = ground.kernel.statLater(link);
        Fd text = ground.root.open("/etc/link", Open.O_RDONLY);
        long buffer = ground.kernel.arena().allocate(16, 8);
        long read = ground.kernel.read(text, buffer, 16).get();
        assertEquals("found", new String(ground.kernel.arena().getBytes(buffer, (int) read)));
        assertNull(none.get());
        assertEquals(Errno.ENOENT, missing.errno());
        assertNotNull(file.get());
        assertEquals(5, file.get().size());
    }

    @Test
    void failureNamesThePath() {
        ground.root.open("/etc/../missing", Open.O_PATH);
        ErrnoException e = assertThrows(ErrnoException.class, () -> ground.kernel.flush());
        assertEquals(Errno.ENOENT, e.errno());
        assertTrue(e.call().contains("missing"), e::call);
    }

    @Test
    void linksAreSeen() {
        assertEquals(Errno.ELOOP, ground.root.openWithoutLinks("/etc/link").errno());
        assertEquals(5, ground.kernel.stat(ground.root.requireWithoutLinks("/usr/share/passwd")).size());
        ErrnoException e = assertThrows(ErrnoException.class, () -> ground.root.requireWithoutLinks("/etc/link"));
        assertEquals(Errno.ELOOP, e.errno());
    }
}
