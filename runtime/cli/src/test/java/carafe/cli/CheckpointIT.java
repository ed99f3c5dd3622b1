package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code checkpoint} and {@code restore} with the real CRIU. */
@Tag("guest")
class CheckpointIT {
    private static final Path CRIU = Path.of("/usr/sbin/criu");
    /** No descriptor of the host is open in the container, and all numbers ever counted are in a file. */
    private static final String COUNT = "exec < /dev/null > /count 2>&1; "
            + "i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path images() {
        return runtime.directory().resolve("images");
    }

    private static void requireCriu() {
        Requires.program(CRIU.toString());
        Result check = Command.of(CRIU, "check").run();
        Assumptions.assumeTrue(check.exit() == 0, () -> "criu check fails here ("
                + check.exit() + "): " + check.stdout().strip() + check.stderr().strip());
    }

    private Container counting(Bundle bundle) {
        Container container = runtime.container(bundle.writableRoot().script(COUNT)).createAndStart();
        awaitCount(container, 3);
        return container;
    }

    private static List<String> counted(Container container) {
        try {
            return Files.readAllLines(container.bundle().rootfs("/count"));
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private static void awaitCount(Container container, int count) {
        Eventually.holds(() -> "counted to " + count + ": " + counted(container),
                () -> counted(container).size() >= count);
    }

    private Result checkpoint(Container container, Object... flags) {
        return runtime.command("checkpoint", "--image-path", images()).with(flags).with(container.id()).run();
    }

    private static void assertNoneTwiceOrLeftOut(Container container) {
        List<String> all = counted(container);
        for (int i = 0; i < all.size(); i++) {
            assertEquals(Integer.toString(i + 1), all.get(i));
        }
    }

    @Test
    void aContainerGoesOnWhereItWasSaved() throws IOException {
        requireCriu();
        Container container = counting(runtime.bundle());
        checkpoint(container).succeeds();
        assertFalse(Files.exists(runtime.stateRoot().resolve(container.id())));
        assertEquals("[\"/dev/null\",\"/count\",\"/count\"]", Files.readString(images().resolve("descriptors.json")));

        int before = counted(container).size();
        container.restore("--image-path", images()).succeeds();
        awaitCount(container, before + 3);
        assertNoneTwiceOrLeftOut(container);
        assertEquals("running", container.status());
        assertEquals(container.pid(), container.state().path("pid").asInt());
        container.exec("true").succeeds();
        container.kill("KILL").succeeds();
        assertEquals(128 + 9, container.exitStatus());
        container.delete().succeeds();
    }

    @Test
    void aContainerCanBeSavedAgain() {
        requireCriu();
        Container container = counting(runtime.bundle());
        for (int round = 0; round < 2; round++) {
            checkpoint(container).succeeds();
            int before = counted(container).size();
            container.restore("--image-path", images()).succeeds();
            awaitCount(container, before + 3);
        }
        assertNoneTwiceOrLeftOut(container);
    }

    @Test
    void leaveRunningLeavesItRunning() {
        requireCriu();
        Container container = counting(runtime.bundle());
        checkpoint(container, "--leave-running").succeeds();
        assertEquals("running", container.status());
        awaitCount(container, counted(container).size() + 3);
    }

    @Test
    void aPreDumpIsTheParentOfACheckpoint() {
        requireCriu();
        Container container = counting(runtime.bundle());
        Path before = runtime.directory().resolve("before");
        runtime.command("checkpoint", "--pre-dump", "--image-path", before, container.id()).run().succeeds();
        assertEquals("running", container.status());
        checkpoint(container, "--parent-path", "../before").succeeds();
        int count = counted(container).size();
        container.restore("--image-path", images()).succeeds();
        awaitCount(container, count + 3);
    }

    @Test
    void bindMountsAreThoseOfTheBundleAgain() throws IOException {
        requireCriu();
        Path source = Files.createDirectory(runtime.directory().resolve("source"));
        Bundle bundle = runtime.bundle().bind(source, "/link/mount");
        Files.createSymbolicLink(bundle.rootfs("/link"), Path.of("tmp"));
        Container container = counting(bundle);
        checkpoint(container).succeeds();
        Files.writeString(source.resolve("file"), "of the host");
        container.restore("--image-path", images()).succeeds();
        assertEquals("of the host", container.exec("cat", "/link/mount/file").succeeds().stdout());
    }

    @Test
    void aTerminalIsHandedOverAgain() {
        requireCriu();
        Path socket = runtime.directory().resolve("console.sock");
        Running first = runtime.keep(Command.of(CPrograms.path("consolerecv"), socket).startInteractive())
                .awaitOutput("listening\n");
        Container container = runtime.container(runtime.bundle().terminal()
                .script("i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done"));
        container.create("--console-socket", socket).succeeds();
        container.start().succeeds();
        first.awaitOutput("\n3\r\n");
        checkpoint(container).succeeds();

        Path other = runtime.directory().resolve("other.sock");
        Running second = runtime.keep(Command.of(CPrograms.path("consolerecv"), other).startInteractive())
                .awaitOutput("listening\n");
        container.restore("--image-path", images(), "--console-socket", other).succeeds();
        second.awaitOutput("received ");
        Eventually.holds(() -> "output goes on: " + second.stdout(), () -> second.stdout().lines().count() > 5);
        assertFalse(second.stdout().contains("\n1\r\n"));
    }

    @Test
    void inTheForegroundTheExitStatusIsTheProcesses() throws IOException {
        requireCriu();
        Container container = runtime.container(runtime.bundle().writableRoot().script(
                "exec < /dev/null > /out 2>&1; echo ready; while [ ! -e /go ]; do sleep 0.05; done; exit 7"))
                .createAndStart();
        Eventually.holds("the program runs", () -> Files.exists(container.bundle().rootfs("/out")));
        checkpoint(container).succeeds();
        Files.createFile(container.bundle().rootfs("/go"));
        assertEquals(7, container.command("restore", "--image-path", images()).run().exit());
        assertFalse(Files.exists(runtime.stateRoot().resolve(container.id())));
    }

    @Test
    void hooksRunAtARestoreToo() throws IOException {
        requireCriu();
        Path log = runtime.directory().resolve("hooks");
        Bundle bundle = runtime.bundle();
        for (String kind : List.of("prestart", "createRuntime", "poststop")) {
            bundle.hook(kind, "/bin/sh", "-c", "echo " + kind + " >> " + log);
        }
        Container container = counting(bundle);
        checkpoint(container).succeeds();
        Files.delete(log);
        container.restore("--image-path", images()).succeeds();
        assertEquals("prestart\ncreateRuntime\n", Files.readString(log));
        container.delete("--force").succeeds();
        assertEquals("prestart\ncreateRuntime\npoststop\n", Files.readString(log));
    }

    @Test
    void aFailedRestoreLeavesNothing() throws IOException {
        requireCriu();
        Container container = counting(runtime.bundle());
        checkpoint(container).succeeds();
        Files.delete(images().resolve("pstree.img"));
        Result result = container.restore("--image-path", images());
        result.fails(1, "criu failed");
        assertTrue(result.stderr().contains("restore.log"), result::stderr);
        assertFalse(Files.exists(runtime.stateRoot().resolve(container.id())));
    }

    // ---- without a CRIU that works ----

    @Test
    void onlyARunningContainerCanBeSaved() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        checkpoint(container).fails(1, "Container cannot be checkpointed in created state");
        container.start().succeeds();
        container.kill("KILL").succeeds();
        container.await("stopped");
        checkpoint(container).fails(1, "Container cannot be checkpointed in stopped state");
        runtime.command("checkpoint", "nobody").run().fails(1, "container does not exist");
    }

    @Test
    void theParentOfACheckpointMustBeThere() {
        Requires.program(CRIU.toString());
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        checkpoint(container, "--parent-path", "/absolute").fails(1, "--parent-path must be relative");
        checkpoint(container, "--parent-path", "../missing").fails(1, "invalid --parent-path");
        assertEquals("running", container.status());
    }

    @Test
    void aRestoreWithoutImagesLeavesNothing() {
        Requires.program(CRIU.toString());
        Container container = runtime.container(runtime.bundle());
        container.restore("--image-path", images()).fails(1, "no such file or directory");
        assertFalse(Files.exists(runtime.stateRoot().resolve(container.id())));
    }

    @Test
    void podmanFindsWhatItProbesFor() {
        runtime.bareCommand("checkpoint", "--help").run().succeeds();
        runtime.bareCommand("restore", "--lsm-mount-context").run().fails(1, "flag needs an argument");
    }
}
