package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code checkpoint} and {@code restore} with the real CRIU. */
@Tag("guest")
class CheckpointIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path images() {
        return Counting.images(runtime);
    }

    private Result checkpoint(Container container, Object... flags) {
        return Counting.checkpoint(runtime, container, flags);
    }

    @Test
    void aContainerGoesOnWhereItWasSaved() throws IOException {
        Counting.requireCriu();
        Container container = Counting.start(runtime, runtime.bundle().resource("/pids/limit", 42));
        checkpoint(container).succeeds();
        assertFalse(Files.exists(runtime.stateRoot().resolve(container.id())));
        if (runtime.peer() != Peer.RUNC) { // which tells what they were when the program was started
            assertEquals("[\"/dev/null\",\"/count\",\"/count\"]",
                    Files.readString(images().resolve("descriptors.json")));
        }

        Counting.restore(runtime, container);
        assertEquals("running", container.status());
        assertEquals(container.pid(), container.state().path("pid").asInt());
        assertEquals("42", Cgroups.read("pids", container.bundle().get("/linux/cgroupsPath").asText(), "pids.max"));
        container.exec("true").succeeds();
        container.kill("KILL").succeeds();
        assertEquals(128 + 9, container.exitStatus());
        container.delete().succeeds();
    }

    @Test
    void aContainerCanBeSavedAgain() {
        Counting.requireCriu();
        Container container = Counting.start(runtime, runtime.bundle());
        for (int round = 0; round < 2; round++) {
            checkpoint(container).succeeds();
            Counting.restore(runtime, container);
        }
    }

    @Test
    void leaveRunningLeavesItRunning() {
        Counting.requireCriu();
        Container container = Counting.start(runtime, runtime.bundle());
        checkpoint(container, "--leave-running").succeeds();
        assertEquals("running", container.status());
        Counting.awaitCount(container, Counting.counted(container) + 3);
    }

    @Test
    void whatWasLeftRunningCanBeRestoredAfterItsEnd() {
        Counting.requireCriu();
        // in a file that is saved with the container
        Container container = runtime.container(runtime.bundle().script("exec < /dev/null > /dev/null 2>&1; "
                + "i=0; while true; do i=$((i + 1)); echo $i > /dev/shm/count; sleep 0.05; done")).createAndStart();
        Eventually.holds("it counts", () -> countIn(container) >= 20);
        checkpoint(container, "--leave-running").succeeds();
        container.delete("--force").succeeds();
        container.restore("--image-path", images()).succeeds();
        int first = countIn(container);
        assertTrue(first == 0 || first >= 20, "began again: " + first);
        Eventually.holds("it goes on", () -> countIn(container) > Math.max(first, 20));
    }

    /** 0 for the moment in which the file is empty. */
    private static int countIn(Container container) {
        String count = container.exec("cat", "/dev/shm/count").stdout().strip();
        return count.isEmpty() ? 0 : Integer.parseInt(count);
    }

    @Test
    void aPreDumpIsTheParentOfACheckpoint() {
        Counting.requireCriu();
        Container container = Counting.start(runtime, runtime.bundle());
        Path before = runtime.directory().resolve("before");
        runtime.command("checkpoint", "--pre-dump", "--image-path", before, container.id()).run().succeeds();
        assertEquals("running", container.status());
        checkpoint(container, "--parent-path", "../before").succeeds();
        assertTrue(Files.isSymbolicLink(images().resolve("parent")));
        Counting.restore(runtime, container);
    }

    @Test
    void bindMountsAreThoseOfTheBundleAgain() throws IOException {
        Counting.requireCriu();
        Path source = Files.createDirectory(runtime.directory().resolve("source"));
        Bundle bundle = runtime.bundle().bind(source, "/link/mount");
        Files.createSymbolicLink(bundle.rootfs("/link"), Path.of("tmp"));
        Container container = Counting.start(runtime, bundle);
        checkpoint(container).succeeds();
        Files.writeString(source.resolve("file"), "of the host");
        container.restore("--image-path", images()).succeeds();
        assertEquals("of the host", container.exec("cat", "/link/mount/file").succeeds().stdout());
    }

    /** containerd says that one with a terminal is a job of a shell. */
    @ParameterizedTest
    @ValueSource(strings = {"--shell-job=false", "--shell-job"})
    void aTerminalIsHandedOverAgain(String shellJob) {
        Counting.requireCriu();
        Path socket = runtime.directory().resolve("console.sock");
        Running first = runtime.keep(Command.of(CPrograms.path("consolerecv"), socket).startInteractive())
                .awaitOutput("listening\n");
        Container container = runtime.container(runtime.bundle().terminal()
                .script("i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done"));
        container.create("--console-socket", socket).succeeds();
        container.start().succeeds();
        first.awaitOutput("\n3\r\n");
        checkpoint(container, shellJob).succeeds();

        Path other = runtime.directory().resolve("other.sock");
        Running second = runtime.keep(Command.of(CPrograms.path("consolerecv"), other).startInteractive())
                .awaitOutput("listening\n");
        container.restore("--image-path", images(), "--console-socket", other, shellJob).succeeds();
        second.awaitOutput("received ");
        Eventually.holds(() -> "output goes on: " + second.stdout(), () -> second.stdout().lines().count() > 5);
        assertFalse(second.stdout().contains("\n1\r\n"));
    }

    @Test
    void aPipeIsReplacedByTheNewCallersStream() {
        Counting.requireCriu();
        Container container = runtime.container(runtime.bundle().script(
                "i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done"));
        Running first = intoPipe(container.command("run", "--detach")).awaitOutput("\n3\n");
        checkpoint(container).succeeds();
        first.waitFor();
        Running second = intoPipe(container.command("restore", "--detach", "--image-path", images()));
        Eventually.holds(() -> "output goes on: " + second.stdout(), () -> second.stdout().lines().count() > 5);
        assertFalse(second.stdout().startsWith("1\n"), second::stdout);
    }

    private Running intoPipe(Command command) {
        return runtime.keep(command.under("/bin/sh", "-c", "\"$@\" 2>&1 | cat", "sh").start());
    }

    @Test
    void systemdHasTheScopeOfTheRestoredContainer() {
        Counting.requireCriu();
        Requires.systemd();
        runtime.withGlobalFlags("--systemd-cgroup");
        Container container = runtime.container(runtime.bundle());
        container.bundle().set("/linux/cgroupsPath", "system.slice:carafe-it:" + container.id());
        Counting.begin(container);
        checkpoint(container).succeeds();
        Counting.restore(runtime, container);
        String scope = "carafe-it-" + container.id() + ".scope";
        assertTrue(Proc.lines(container.pid() + "/cgroup").stream()
                .anyMatch(line -> line.endsWith("/system.slice/" + scope)));
        assertEquals("active\n", Command.of("/bin/systemctl", "is-active", scope).run().stdout());
    }

    @Test
    void inTheForegroundTheExitStatusIsTheProcesses() throws IOException {
        Counting.requireCriu();
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
        Counting.requireCriu();
        Path log = runtime.directory().resolve("hooks");
        Bundle bundle = runtime.bundle();
        for (String kind : List.of("prestart", "createRuntime", "poststop")) {
            bundle.hook(kind, "/bin/sh", "-c", "echo " + kind + " >> " + log);
        }
        Container container = Counting.start(runtime, bundle);
        checkpoint(container).succeeds();
        Files.delete(log);
        container.restore("--image-path", images()).succeeds();
        assertEquals("prestart\ncreateRuntime\n", Files.readString(log));
        container.delete("--force").succeeds();
        assertEquals("prestart\ncreateRuntime\npoststop\n", Files.readString(log));
    }

    @Test
    void aFailedRestoreLeavesNothing() throws IOException {
        Counting.requireCriu();
        Container container = Counting.start(runtime, runtime.bundle());
        checkpoint(container).succeeds();
        Path images = images();
        for (String missing : List.of("pstree.img", "pages-1.img", "mountpoints-")) {
            Path image = find(images, missing);
            Path aside = Files.move(image, runtime.directory().resolve("aside"));
            container.restore("--image-path", images).fails(1,
                    runtime.peer().expect("restore: criu failed: ", Peer.RUNC, ""),
                    runtime.peer().expect("restore.log", Peer.RUNC, ""));
            assertEquals(List.of(), runtime.leftovers());
            Files.move(aside, image);
        }
        Counting.restore(runtime, container);
    }

    private static Path find(Path directory, String start) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(start)).findFirst().orElseThrow();
        }
    }

    @Test
    void aHookThatFailsEndsTheRestore() throws IOException {
        Counting.requireCriu();
        Path log = runtime.directory().resolve("hooks");
        Container container = Counting.start(runtime, runtime.bundle());
        checkpoint(container).succeeds();
        container.bundle().hook("createRuntime", "/bin/false")
                .hook("poststop", "/bin/sh", "-c", "echo poststop >> " + log);
        container.restore("--image-path", images()).exits(1);
        assertEquals("poststop\n", Files.readString(log));
        assertEquals(List.of(), runtime.leftovers());
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
        Requires.program(Counting.CRIU.toString());
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        checkpoint(container, "--parent-path", "/absolute").fails(1, "--parent-path must be relative");
        checkpoint(container, "--parent-path", "../missing").fails(1, "invalid --parent-path");
        assertEquals("running", container.status());
    }

    @Test
    void aRestoreWithoutImagesLeavesNothing() {
        Requires.program(Counting.CRIU.toString());
        Container container = runtime.container(runtime.bundle());
        container.restore("--image-path", images()).fails(1, "no such file or directory");
        assertFalse(Files.exists(runtime.stateRoot().resolve(container.id())));
    }

    @Test
    void podmanFindsWhatItProbesFor() {
        runtime.bareCommand("checkpoint", "--help").run().succeeds();
        runtime.bareCommand("restore", "--lsm-mount-context").run().fails(1, "flag needs an argument");
    }

    @ParameterizedTest
    @CsvSource({"checkpoint, --manage-cgroups-mode, all", "restore, --manage-cgroups-mode, all",
            "checkpoint, --empty-ns, pid", "restore, --empty-ns, pid"})
    void aWordThatAFlagDoesNotKnowIsRefused(String verb, String flag, String word) {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        if (verb.equals("checkpoint")) {
            container.createAndStart();
        } else if (flag.equals("--manage-cgroups-mode")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 takes the flag of restore and forgets it");
        }
        Result result = runtime.command(verb, "--image-path", runtime.directory(), flag, word, container.id())
                .in(container.bundle().write().directory()).run();
        if (flag.equals("--empty-ns")) {
            result.fails(1, "namespace \"pid\" is not supported");
        } else {
            result.fails(1, runtime.peer().expect("invalid manage-cgroups-mode value", Peer.RUNC,
                    "Invalid manage cgroups mode"));
        }
        if (verb.equals("checkpoint")) {
            assertEquals("running", container.status());
        } else {
            assertEquals(List.of(), runtime.leftovers());
        }
    }
}
