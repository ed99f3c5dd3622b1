package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code delete [--force] ID}. */
class DeleteIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void aStoppedContainerIsRemoved() {
        Container container = runtime.container(runtime.bundle()).createAndStart();
        assertEquals(0, container.exitStatus());
        container.await("stopped").delete().succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aCreatedContainerIsKilledAndRemoved() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        container.delete().succeeds();
        assertEquals(137, container.exitStatus());
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aRunningContainerNeedsForce() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        container.delete().fails(1, "cannot delete container " + container.id() + " that is not stopped: running");
        assertTrue(Proc.isAlive(container.pid()));

        container.delete("--force").succeeds();
        assertFalse(Proc.isAlive(container.pid()));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void forceMayBeShort() {
        runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart().delete("-f").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anUnknownContainerIsAnErrorUnlessForced() {
        String id = runtime.newId();
        runtime.command("delete", id).run().fails(1, "container does not exist");
        assertEquals("", runtime.command("delete", "--force", id).run().succeeds().stderr());
    }

    @Test
    void aStateDirectoryWithoutStateIsRemoved() throws IOException {
        String id = runtime.newId();
        Files.createDirectories(runtime.stateRoot().resolve(id));
        runtime.command("delete", "--force", id).run().succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aStateDirectoryWithoutStateIsRemovedWithoutForceToo() throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "keeps it");
        String id = runtime.newId();
        Files.createDirectories(runtime.stateRoot().resolve(id));
        runtime.command("delete", id).run().fails(1, "container does not exist");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theIdCanBeUsedAgain() {
        Container container = runtime.container(runtime.bundle());
        for (int round = 0; round < 3; round++) {
            container.create().succeeds();
            container.delete().succeeds();
        }
    }

    @Test
    void theBundleIsNotTouched() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        container.delete().succeeds();
        assertTrue(Files.exists(container.bundle().configFile()));
        assertTrue(Files.exists(container.bundle().rootfs("/bin/busybox")));
    }

    @Test
    void aRemovedBundleDoesNotPreventIt() throws IOException {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Files.delete(container.bundle().configFile());
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void whoOthersHavePutIntoTheCgroupIsKilledOnlyByForce() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 kills nobody there, and leaves the cgroup");
        Container container = runtime.container(runtime.bundle()).createAndStart();
        assertEquals(0, container.exitStatus());
        Running guest = runtime.keep(Command.of("sleep", "1000").start());
        String cgroupsPath = container.bundle().get("/linux/cgroupsPath").asText();
        for (Path directory : Cgroups.directories(cgroupsPath)) {
            Files.writeString(directory.resolve("cgroup.procs"), Long.toString(guest.pid()));
        }
        if (!runtime.peer().equals(Peer.CRUN)) {
            container.delete().fails(1, "still holds the processes [" + guest.pid() + "]");
            assertTrue(guest.isAlive());
        }
        container.delete("--force").succeeds();
        Eventually.holds("the process in the cgroup has ended", () -> !guest.isAlive());
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void thousandsOfCgroupsGoWithTheContainer() throws IOException {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Path own = Cgroups.directory("pids", container.bundle().get("/linux/cgroupsPath").asText());
        for (int i = 0; i < 4500; i++) {
            Files.createDirectories(own.resolve(i + "/below"));
        }
        assertEquals(container.pid(), container.state().path("pid").asInt());
        runtime.command("ps", container.id()).run().succeeds();
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }
}
