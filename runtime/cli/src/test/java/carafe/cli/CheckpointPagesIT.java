package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where memory goes and comes from, of a container with 16 MiB of which half is always being changed. */
@Tag("guest")
class CheckpointPagesIT {
    private static final long MEMORY = 16 << 20;
    private static final String HOLDER = "memory 16";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    private static void requireFeature(String name) {
        Assumptions.assumeTrue(Command.of(Counting.CRIU, "check", "--feature", name).run().exit() == 0,
                () -> "needs a kernel with what CRIU calls " + name);
    }

    private Container container() {
        return Counting.holding(runtime, runtime.bundle(), HOLDER);
    }

    private Path images() {
        return Counting.images(runtime);
    }

    /** Bytes on disk of the images of memory, which have holes for what is elsewhere. */
    private static long pages(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("pages-")).toList()) {
                String blocks = Command.of("stat", "--format=%b", file).run().succeeds().stdout().strip();
                bytes += Long.parseLong(blocks) * 512;
            }
        }
        return bytes;
    }

    private Path preDump(Container container) throws IOException {
        Path before = runtime.directory().resolve("before");
        runtime.command("checkpoint", "--pre-dump", "--image-path", before, container.id()).run().succeeds();
        assertEquals("running", container.status());
        assertTrue(pages(before) >= MEMORY, () -> before + " has not all of the memory");
        Counting.awaitCount(container, Counting.counted(container) + 3);
        return before;
    }

    @Test
    void whatIsUnchangedSinceAPreDumpIsLeftToTheParent() throws IOException {
        requireFeature("mem_dirty_track");
        Container container = container();
        Path before = preDump(container);
        Counting.checkpoint(runtime, container, "--parent-path", "../before").succeeds();
        long pages = pages(images());
        assertTrue(pages >= MEMORY / 2 && pages < MEMORY, () -> pages + " bytes");
        assertTrue(pages(before) >= MEMORY, "the parent is as it was");
        Counting.restore(runtime, container);
    }

    @Test
    void whatIsChangedSinceAPreDumpIsTakenFromTheParentIfThatIsAskedFor() throws IOException {
        requireFeature("mem_dirty_track");
        Container container = container();
        Path before = preDump(container);
        Counting.checkpoint(runtime, container, "--parent-path", "../before", "--auto-dedup").succeeds();
        assertTrue(pages(before) < MEMORY * 3 / 4, () -> before + " still has pages twice");
        Counting.restore(runtime, container);
    }

    @Test
    void imagesGoWhileTheyAreRestoredIfThatIsAskedFor() throws IOException {
        Container container = container();
        Counting.checkpoint(runtime, container).succeeds();
        assertTrue(pages(images()) >= MEMORY);
        Counting.restore(runtime, container, "--auto-dedup");
        assertTrue(pages(images()) < MEMORY / 4, () -> images() + " still has what is restored");
    }

    @Test
    void pagesGoToAPageServer() throws IOException {
        Container container = container();
        Path received = Files.createDirectory(runtime.directory().resolve("received"));
        int port = freePort();
        Running server = runtime.keep(Command.of(Counting.CRIU, "page-server", "--images-dir", received,
                "--address", "127.0.0.1", "--port", port, "--log-file", "server.log", "-v4").start());
        Eventually.holds("the page server listens", () -> listens(port));
        Counting.checkpoint(runtime, container, "--page-server", "127.0.0.1:" + port).succeeds();
        server.waitFor().succeeds();
        assertEquals(0, pages(images()));
        assertTrue(pages(received) >= MEMORY);
        Command.of("sh", "-c", "cp " + received + "/page* " + images()).run().succeeds();
        Counting.restore(runtime, container);
    }

    /** The second container runs before the first has given its memory away. */
    @Test
    void pagesAreFetchedWhenTheyAreNeeded() throws IOException {
        requireFeature("uffd-noncoop");
        Container container = container();
        Path ready = Files.createFile(runtime.directory().resolve("ready"));
        int port = freePort();
        Running checkpoint = runtime.keep(runtime.command("checkpoint", "--image-path", images(), "--lazy-pages",
                "--page-server", "127.0.0.1:" + port, "--status-fd", "7", container.id())
                .after("exec 7>" + ready).start());
        Eventually.holds(() -> "pages are served: " + checkpoint.stderr(),
                () -> sizeOf(ready) > 0 || !checkpoint.isAlive());
        assertArrayEquals(new byte[1], Files.readAllBytes(ready));
        // but for the few pages that CRIU cannot do without
        assertTrue(pages(images()) < MEMORY / 16, () -> images() + " has the memory");

        Running fetcher = runtime.keep(Command.of(Counting.CRIU, "lazy-pages", "--page-server", "--address",
                "127.0.0.1", "--port", port, "--images-dir", images(), "--work-dir", images()).start());
        Path socket = images().resolve("lazy-pages.socket");
        Eventually.holds("the fetcher listens", () -> Files.exists(socket) || !fetcher.isAlive());
        Container other = runtime.container(container.bundle());
        Counting.restore(runtime, other, "--lazy-pages");
        fetcher.waitFor().succeeds();
        checkpoint.waitFor().succeeds();
        assertEquals(List.of(other.id()), ids());
        runtime.peer().skipIf(Peer.RUNC, "has CRIU make the saved cgroup again, which nobody removes");
    }

    private List<String> ids() {
        return runtime.command("list", "--quiet").run().succeeds().stdout().lines().toList();
    }

    @Test
    void aStatusDescriptorMustBeOpenAndWritable() {
        Container container = container();
        for (String redirection : List.of("7>&-", "7</dev/null")) {
            runtime.command("checkpoint", "--image-path", images(), "--lazy-pages", "--page-server", "127.0.0.1:1",
                    "--status-fd", "7", container.id()).after("exec " + redirection).run()
                    .fails(1, "invalid --status-fd argument 7: ");
        }
        assertEquals("running", container.status());
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Free now; nobody else on a machine for tests takes ports. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Without a connection, which would be the only one that the page server serves. */
    private static boolean listens(int port) {
        String local = "0100007F:%04X 00000000:0000 0A".formatted(port);
        return Proc.lines("net/tcp").stream().anyMatch(line -> line.contains(local));
    }
}
