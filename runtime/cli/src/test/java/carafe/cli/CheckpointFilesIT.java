package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files of a container that are locked or have no name any more, and the files that a checkpoint is kept in. */
@Tag("guest")
class CheckpointFilesIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    private Path images() {
        return Counting.images(runtime);
    }

    @Test
    void aLockIsSavedAndTakenAgainOnlyIfThatIsAskedFor() throws IOException {
        Container container = Counting.holding(runtime, runtime.bundle(), "lock /locked");
        Counting.failsInLog(runtime, Counting.checkpoint(runtime, container), "dump.log", "--file-locks");
        Counting.checkpoint(runtime, container, "--file-locks").succeeds();
        assertFalse(isLocked(container));
        Counting.restore(runtime, container, "--file-locks");
        assertTrue(isLocked(container));
    }

    /** By the inode, the last part of the sixth field (proc_locks(5)). */
    private static boolean isLocked(Container container) throws IOException {
        Object inode = Files.getAttribute(container.bundle().rootfs("/locked"), "unix:ino");
        return Proc.lines("locks").stream()
                .anyMatch(line -> line.contains(" FLOCK ") && line.contains(":" + inode + " "));
    }

    @Test
    void aFileThatHasLostItsNameIsLinkedAgainOnlyIfThatIsAskedFor() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know the flag");
        Container container = runtime.container(runtime.bundle().writableRoot().script(
                "exec < /dev/null > /lost 2>&1; ln /lost /kept; rm /lost; "
                + "i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done")).createAndStart();
        Path kept = container.bundle().rootfs("/kept");
        awaitLines(kept, 3);
        Counting.failsInLog(runtime, Counting.checkpoint(runtime, container), "dump.log", "link-remap");
        Counting.checkpoint(runtime, container, "--link-remap").succeeds();
        int before = Counting.lines(kept).size();
        container.restore("--image-path", images()).succeeds();
        awaitLines(kept, before + 3);
    }

    private static void awaitLines(Path file, int count) {
        Eventually.holds(file + " has " + count + " lines", () -> Counting.lines(file).size() >= count);
    }

    @Test
    void logsGoToTheDirectoryForWork() throws IOException {
        Container container = Counting.start(runtime, runtime.bundle());
        Path work = Files.createDirectory(runtime.directory().resolve("work"));
        Counting.checkpoint(runtime, container, "--work-path", work).succeeds();
        assertTrue(Files.exists(work.resolve("dump.log")));
        assertFalse(Files.exists(images().resolve("dump.log")));
        Counting.restore(runtime, container, "--work-path", work);
        assertTrue(Files.exists(work.resolve("restore.log")));
        assertFalse(Files.exists(images().resolve("restore.log")));
    }

    @Test
    void imagesAreInADirectoryOfTheCallersUnlessItIsNamed() throws IOException {
        Container container = Counting.start(runtime, runtime.bundle());
        Path caller = Files.createDirectory(runtime.directory().resolve("caller"));
        runtime.command("checkpoint", container.id()).in(caller).run().succeeds();
        assertTrue(Files.exists(caller.resolve("checkpoint/inventory.img")));
        Files.move(caller.resolve("checkpoint"), images());
        Counting.restore(runtime, container);
        assertEquals("running", container.status());
    }
}
