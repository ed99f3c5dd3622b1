package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Containers with a process that something else than {@code pause} has frozen. On cgroup version 1 not even SIGKILL
 * reaches it, and a first process ends only after the others of its pid namespace have.
 */
@Tag("guest")
class FrozenMembersIT {
    /** What is frozen below the container's cgroup, which the container itself may have made. */
    @Nested
    class Below extends Common {
        @Override
        Path frozen(Container container) {
            return freezer(container).resolve("below/deep");
        }
    }

    /** In a cgroup that has nothing to do with the container's. */
    @Nested
    class Elsewhere extends Common {
        @BeforeEach
        void requireHierarchies() {
            // with version 2 a process that is elsewhere is no longer the container's
            Requires.cgroupV1("freezer");
        }

        @Override
        Path frozen(Container container) {
            return Cgroups.directory("freezer", "/carafe-it-elsewhere-" + ProcessHandle.current().pid());
        }

        @Test
        void whoIsNotOfTheContainerStaysFrozen() throws IOException {
            Container other = sleeping(runtime.bundle());
            Container container = sleeping(runtime.bundle());
            Path foreign = freeze(container, container.pid());
            Files.writeString(foreign.resolve("cgroup.procs"), Integer.toString(other.pid()));
            container.delete("--force").succeeds();
            assertEquals(List.of(Integer.toString(other.pid())), Files.readAllLines(foreign.resolve("cgroup.procs")));
            assertEquals("FROZEN\n", Files.readString(foreign.resolve("freezer.state")));
            other.delete("--force").succeeds();
        }
    }

    /** A cgroup above the container's, such as that of a pod. */
    @Nested
    class Above {
        @RegisterExtension
        final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

        private final String above = "/carafe-it-above-" + ProcessHandle.current().pid();

        @AfterEach
        void remove() throws IOException {
            for (Path directory : Cgroups.directories(above)) {
                if (Files.exists(directory.resolve("freezer.state"))) {
                    Files.writeString(directory.resolve("freezer.state"), "THAWED");
                }
                Eventually.holds("nobody is in it any more", () -> directory.toFile().delete());
            }
        }

        @Test
        void theContainerCanBeDeletedAndTheOthersStayFrozen() throws IOException {
            runtime.peer().skipIf(Peer.RUNC, "1.1 says: container init still running");
            Requires.cgroupV1("freezer");
            Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
            container.bundle().set("/linux/cgroupsPath", above + "/inner");
            container.createAndStart();
            Path state = Cgroups.directory("freezer", above).resolve("freezer.state");
            Files.writeString(state, "FROZEN");
            container.delete("--force").succeeds();
            assertFalse(Proc.isAlive(container.pid()));
            assertEquals("FROZEN\n", Files.readString(state));
        }
    }

    abstract static class Common {
        @RegisterExtension
        final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

        private Path foreign;

        /** The cgroup that is to be frozen. */
        abstract Path frozen(Container container);

        @BeforeEach
        void requireThatItCanBe() {
            runtime.peer().skipIf(Peer.RUNC, "1.1 says: container init still running");
        }

        @AfterEach
        void remove() throws IOException {
            if (foreign != null && Files.exists(foreign)) {
                setState(foreign, "THAWED", "0");
                Eventually.holds("nobody is in it any more", () -> foreign.toFile().delete());
            }
        }

        final Container sleeping(Bundle bundle) {
            return runtime.container(bundle.args("sleep", "1000")).createAndStart();
        }

        final Path freezer(Container container) {
            return Cgroups.directory("freezer", container.bundle().get("/linux/cgroupsPath").asText());
        }

        final Path freeze(Container container, long pid) throws IOException {
            foreign = Files.createDirectories(frozen(container));
            Files.writeString(foreign.resolve("cgroup.procs"), Long.toString(pid));
            setState(foreign, "FROZEN", "1");
            return foreign;
        }

        private static void setState(Path cgroup, String version1, String version2) throws IOException {
            Path file = cgroup.resolve("freezer.state");
            boolean isVersion1 = Files.exists(file);
            Files.writeString(isVersion1 ? file : cgroup.resolve("cgroup.freeze"), isVersion1 ? version1 : version2);
        }

        private long another(Container container) throws IOException {
            Path pidFile = runtime.ownedByCaller("pids").resolve("another");
            runtime.command("exec", "--detach", "--pid-file", pidFile, container.id(), "sleep", "1000").run()
                    .succeeds();
            return Long.parseLong(Files.readString(pidFile));
        }

        private static void assertGone(Container container) {
            Eventually.holds("the container has ended", () -> !Proc.isAlive(container.pid()));
        }

        @Test
        void aContainerWhoseFirstProcessIsFrozenCanBeDeleted() throws IOException {
            Container container = sleeping(runtime.bundle());
            freeze(container, container.pid());
            container.delete("--force").succeeds();
            assertGone(container);
            assertEquals(List.of(), runtime.leftovers());
        }

        @Test
        void aContainerWithAnotherProcessThatIsFrozenCanBeDeleted() throws IOException {
            Container container = sleeping(runtime.bundle());
            freeze(container, another(container));
            container.delete("--force").succeeds();
            assertGone(container);
            assertEquals(List.of(), runtime.leftovers());
        }

        @Test
        void aContainerInTheHostsPidNamespaceCanBeDeleted() throws IOException {
            Container container = sleeping(runtime.bundle().withoutNamespace("pid"));
            freeze(container, another(container));
            container.delete("--force").succeeds();
            assertGone(container);
            assertEquals(List.of(), runtime.leftovers());
        }

        @Test
        void aStartThatFailsEndsIt() throws IOException {
            Bundle bundle = runtime.bundle().args("sleep", "1000").hook("startContainer", "/bin/sh", "-c", "exit 3");
            Container container = runtime.container(bundle);
            container.create().succeeds();
            freeze(container, container.pid());
            container.start().fails(1, "exit status 3");
            assertGone(container);
        }

        @Test
        void sigkillEndsTheContainer() throws IOException {
            Container container = sleeping(runtime.bundle());
            freeze(container, another(container));
            container.kill("KILL").succeeds();
            assertEquals(137, container.exitStatus());
            assertGone(container);
        }
    }
}
