package carafe.container.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootedPathTest {
    @TempDir
    Path directory;
    private Path root;
    private LocalKernel kernel;
    private RootedPath rooted;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectory(directory.resolve("outside"));
        kernel = new LocalKernel();
        rooted = new RootedPath(kernel, kernel.openat(Fd.CWD, root.toString(), Open.O_PATH | Open.O_DIRECTORY));
    }

    @AfterEach
    void close() {
        kernel.close(rooted.root());
        kernel.close();
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    private long inode(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:ino");
    }

    private void assertNames(Path expected, Fd fd) throws IOException {
        assertEquals(inode(expected), kernel.stat(fd).inode());
        kernel.close(fd);
    }

    @Test
    void directoryIsMadeWithItsParents() throws IOException {
        assertNames(root, rooted.directory("/"));
        Fd made = rooted.directory("/a/b/./c/");
        assertNames(root.resolve("a/b/c"), made);
        assertNames(root.resolve("a/b/c"), rooted.directory("a/b/c"));
    }

    @Test
    void fileIsMadeEmptyAndAnExistingOneIsLeftAlone() throws IOException {
        assertNames(root.resolve("new"), rooted.file("/new"));
        Fd file = rooted.file("/x/y/file");
        assertEquals(Stat.REGULAR | 0644, kernel.stat(file).mode());
        assertNames(root.resolve("x/y/file"), file);
        Files.writeString(root.resolve("x/y/file"), "kept");
        assertNames(root.resolve("x/y/file"), rooted.file("/x/y/file"));
        assertEquals("kept", Files.readString(root.resolve("x/y/file")));
    }

    @Test
    void linksThatLeadNowhereAreFollowedWhenSomethingIsMade() throws IOException {
        link("relative", "etc/../made/by-relative");
        link("absolute", "/made/by-absolute");
        link("up", "../../../../made/by-up");
        assertNames(root.resolve("made/by-relative"), rooted.directory("/relative"));
        assertNames(root.resolve("made/by-absolute"), rooted.file("/absolute"));
        assertNames(root.resolve("made/by-up/deep"), rooted.directory("/up/deep"));
    }

    @Test
    void nothingLeadsOut() throws IOException {
        link("out", directory.resolve("outside").toString());
        link("climb", "../outside");
        rooted.directory("/out/x");
        rooted.directory("/climb/y");
        rooted.file("/../../z");
        assertEquals(0, directory.resolve("outside").toFile().list().length);
        assertTrue(Files.exists(root.resolve("z")));
        assertTrue(Files.exists(root.resolve("outside/y")));
    }

    @Test
    void dotDotGoesBackTheWayWeCame() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        link("into", "a/b");
        assertNames(root.resolve("a/made"), rooted.directory("/into/../made"));
    }

    @Test
    void circularLinksEnd() throws IOException {
        link("one", "two");
        link("two", "one");
        ErrnoException e = assertThrows(ErrnoException.class, () -> rooted.directory("/one/x"));
        assertEquals(Errno.ELOOP, e.errno());
    }

    @Test
    void fileInTheWayIsNamed() throws IOException {
        Files.writeString(root.resolve("file"), "");
        ErrnoException e = assertThrows(ErrnoException.class, () -> rooted.directory("/file/below"));
        assertEquals(Errno.ENOTDIR, e.errno());
        assertThrows(ErrnoException.class, () -> rooted.directory("/file"));
    }

    @Test
    void absentFileIsAnAnswer() {
        assertEquals(Errno.ENOENT, rooted.openIfPresent("/absent", Open.O_PATH).errno());
        assertFalse(rooted.openIfPresent("/etc", Open.O_PATH).failed());
        assertThrows(ErrnoException.class, () -> rooted.open("/absent", Open.O_PATH));
    }

    @Test
    void walkOpensWhatOpenat2Opens() throws IOException {
        Files.writeString(root.resolve("etc/file"), "text");
        link("link", "/etc/file");
        PathWalk walk = new PathWalk(kernel, rooted.root());
        Fd fd = walk.open("/link", Open.O_RDONLY, 0, 0);
        assertEquals("text", new String(kernel.readAll(fd)));
        kernel.close(fd);
        assertEquals(Errno.ENOENT, walk.open("/link2", Open.O_RDONLY, Errno.ENOENT, 0).errno());
        Fd itself = walk.open("/link", Open.O_PATH | Open.O_NOFOLLOW, 0, 0);
        assertTrue(kernel.stat(itself).isSymlink());
        kernel.close(itself);
        Fd top = walk.open("/", Open.O_RDONLY | Open.O_DIRECTORY, 0, 0);
        assertNames(root, top);
    }

    @Test
    void walkRefusesLinksThatJump() {
        try (LocalKernel other = new LocalKernel()) {
            Fd top = other.openat(Fd.CWD, "/", Open.O_PATH | Open.O_DIRECTORY);
            PathWalk walk = new PathWalk(other, top);
            assertEquals(Errno.ELOOP, walk.open("/proc/self/root/etc", Open.O_PATH, Errno.ELOOP, 0).errno());
            assertEquals(Errno.ELOOP, walk.open("/proc/self/fd/0", Open.O_PATH, Errno.ELOOP, 0).errno());
            Fd status = walk.open("/proc/self/../self/status", Open.O_RDONLY, 0, 0);
            assertTrue(new String(other.readAll(status)).contains("Pid:\t" + ProcessHandle.current().pid()));
            other.close(status);
            other.close(top);
        }
    }

    @Test
    void withoutLinksALinkAnywhereIsToldOf() throws IOException {
        link("etc/here", ".");
        PathWalk walk = new PathWalk(kernel, rooted.root());
        for (String path : new String[] {"/etc/here", "/etc/here/x", "/x", "/etc"}) {
            Fd found = rooted.openWithoutLinks(path);
            Fd walked = walk.openWithoutLinks(path);
            assertEquals(found.errno(), walked.errno(), path);
            if (!found.failed()) {
                kernel.close(found);
                kernel.close(walked);
            }
        }
        assertEquals(Errno.ELOOP, rooted.openWithoutLinks("/etc/here").errno());
    }

    @Test
    void everyDescriptorIsClosedOnTheWay() {
        int before = new java.io.File("/proc/self/fd").list().length;
        for (int i = 0; i < 10; i++) {
            kernel.close(rooted.directory("/p" + i + "/q/../r/s"));
            kernel.close(rooted.file("/p" + i + "/f"));
        }
        assertEquals(before, new java.io.File("/proc/self/fd").list().length);
    }

    @Test
    void namesAreSplitLexically() {
        assertEquals("/a", RootedPath.parentOf("/a/b"));
        assertEquals("/", RootedPath.parentOf("/a"));
        assertEquals("/", RootedPath.parentOf("a"));
        assertEquals("/a", RootedPath.parentOf("/a/b//"));
        assertEquals("b", RootedPath.nameOf("/a/b/"));
        assertEquals("a", RootedPath.nameOf("a"));
    }
}
