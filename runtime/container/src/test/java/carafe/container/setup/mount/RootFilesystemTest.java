package carafe.container.setup.mount;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.path.RootedPath;
import carafe.container.setup.Ground;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.MountCalls;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.spec.mount.Propagation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RootFilesystemTest {
    private Ground ground;

    @BeforeEach
    void make() {
        ground = new Ground();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private String mountinfo() {
        ground.kernel.flush();
        return ground.local.readText(Fd.CWD, "/proc/" + ground.servant.pid() + "/mountinfo");
    }

    @Test
    void onlyTheContainersTreeIsLeft() {
        ground.prepare().mount(mountOf("/proc", "proc", "proc"));
        ground.filesystem.enter();
        assertEquals(2, mountinfo().lines().count(), mountinfo());
        assertTrue(ground.kernel.allowingAll().openat(Fd.CWD, ground.rootfs.toString(), Open.O_PATH).failed());
        assertFalse(ground.kernel.openat(Fd.CWD, "/bin/busybox", Open.O_PATH).failed());
        assertEquals("/", ground.kernel.readlinkat(ground.proc.root(), "self/cwd"));
    }

    @Test
    void withoutPivotTheHostsProcAndSysAreGone() {
        ground.prepare().mount(mountOf("/proc", "proc", "proc"), mountOf("/sys", "sysfs", "sysfs"));
        ground.filesystem.enterWithoutPivot();
        long pseudo = mountinfo().lines().filter(line -> line.contains(" - proc ") || line.contains(" - sysfs "))
                .count();
        assertEquals(2, pseudo, mountinfo());
        assertNotNull(ground.mountinfo("/proc"));
        assertFalse(ground.kernel.openat(Fd.CWD, "/bin/busybox", Open.O_PATH).failed());
        assertTrue(ground.kernel.allowingAll().openat(Fd.CWD, ground.rootfs.toString(), Open.O_PATH).failed());
    }

    @Test
    void withoutPivotOnAnOldKernelToo() {
        ground.onOldKernel().prepare().mount(mountOf("/proc", "proc", "proc"));
        ground.filesystem.enterWithoutPivot();
        assertFalse(ground.kernel.openat(Fd.CWD, "/bin/busybox", Open.O_PATH).failed());
        assertTrue(ground.kernel.allowingAll().openat(Fd.CWD, ground.rootfs.toString(), Open.O_PATH).failed());
    }

    @Test
    void eachPropagationIsThatOfTheRootInTheEnd() {
        for (Propagation propagation : Propagation.values()) {
            try (Ground each = new Ground().prepare(propagation)) {
                each.filesystem.enter();
                String optional = each.mountinfo("/").split(" - ")[0];
                boolean shared = propagation.word().endsWith("shared");
                assertEquals(shared, optional.contains(" shared:"), propagation + ": " + optional);
                assertEquals(propagation.word().endsWith("unbindable"), optional.contains(" unbindable"), optional);
            }
        }
    }

    @Test
    void nothingReachesTheHostByDefault() throws IOException {
        Path host = Files.createDirectories(ground.rootfs.resolveSibling("host"));
        try (Ground outer = new Ground(false)) {
            makeSharedMount(outer, host);
            outer.kernel.unshare(ProcessCalls.CLONE_NEWNS);
            outer.prepare().mount(mountOf("/mnt", "bind", host.toString(), "bind"), mountOf("/mnt/in", "tmpfs", "t"));
            assertNull(outer.mountinfo(host + "/in"));
            assertTrue(outer.mountinfo("/mnt").contains(" master:"), "but what the host mounts there still comes in");
        }
    }

    @Test
    void sharedMountsReachTheHostWhenThatIsAsked() throws IOException {
        Path host = Files.createDirectories(ground.rootfs.resolveSibling("host"));
        try (Ground outer = new Ground(false)) {
            makeSharedMount(outer, host);
            outer.kernel.unshare(ProcessCalls.CLONE_NEWNS);
            outer.prepare(Propagation.RSHARED).mount(mountOf("/mnt", "bind", host.toString(), "bind", "rshared"),
                    mountOf("/mnt/in", "tmpfs", "seen"));
            assertTrue(outer.mountinfo(host + "/in").contains(" - tmpfs seen "));
            assertFalse(mountsOfThisProcess().contains("seen"), "the test's own mounts are further out");
        }
    }

    /** In a namespace between the test's and the container's, which plays the host. */
    private static void makeSharedMount(Ground outer, Path directory) {
        outer.kernel.unshare(ProcessCalls.CLONE_NEWNS);
        outer.kernel.mount(null, "/", null, MountCalls.MS_REC | MountCalls.MS_PRIVATE, null);
        outer.kernel.mount("tmpfs", directory.toString(), "tmpfs", 0, null);
        outer.kernel.mount(null, directory.toString(), null, MountCalls.MS_SHARED, null);
        // holds the namespace when its only process leaves
        outer.kernel.openat(Fd.CWD, "/proc/self/ns/mnt", 0).get();
    }

    private String mountsOfThisProcess() {
        return ground.local.readText(Fd.CWD, "/proc/self/mountinfo");
    }

    @Test
    void readonlyGoesForTheRootButNotForMountsBelow() {
        ground.prepare().mount(mountOf("/tmp", "tmpfs", "tmpfs"));
        ground.filesystem.enter();
        ground.filesystem.makeReadonly(ground.api);
        assertEquals(Errno.EROFS, ground.kernel.allowing(Errno.EROFS)
                .openat(Fd.CWD, "/new", Open.O_CREAT | Open.O_WRONLY, 0600).errno());
        assertFalse(ground.kernel.openat(Fd.CWD, "/tmp/new", Open.O_CREAT | Open.O_WRONLY, 0600).failed());
    }

    @Test
    void withoutAMountNamespaceNothingIsMounted() {
        long before = mountinfo().lines().count();
        RootFilesystem shared = new RootFilesystem(ground.kernel, ground.rootfs.toString(), null);
        shared.prepareShared(false, true);
        shared.enterByChroot();
        assertTrue(ground.kernel.readText(Fd.CWD, "/etc/passwd").contains("/home/user"));
        // seen from inside, only what is below the new root would be listed
        try (Ground other = new Ground(false)) {
            other.kernel.setns(other.kernel.openat(Fd.CWD, "/proc/" + ground.servant.pid() + "/ns/mnt", 0),
                    ProcessCalls.CLONE_NEWNS);
            other.kernel.flush();
            assertEquals(before, other.local.readText(Fd.CWD, "/proc/" + other.servant.pid() + "/mountinfo")
                    .lines().count());
        }
    }

    @Test
    void mountsOfAContainerWithoutAMountNamespaceGoAllTogether() {
        RootFilesystem shared = new RootFilesystem(ground.kernel, ground.rootfs.toString(), null);
        RootedPath root = new RootedPath(ground.kernel, shared.prepareShared(true, true));
        Fd directory = root.directory("/tmp");
        ground.kernel.moveMount(new DetachedMounts(ground.kernel, null).detached(
                new FileSystem("tmpfs", 0)), directory);
        ground.kernel.flush();
        assertTrue(shared.isShared());
        assertTrue(mountinfo().contains(" " + ground.rootfs + "/tmp "), this::mountinfo);
        RootFilesystem.removeShared(ground.kernel, ground.rootfs.toString());
        RootFilesystem.removeShared(ground.kernel, ground.rootfs.toString());
        ground.kernel.flush();
        assertFalse(mountinfo().contains(" " + ground.rootfs), this::mountinfo);
    }
}
