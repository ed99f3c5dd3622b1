package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything a caller without root can do, for the three kinds of such callers. */
class RootlessIT {

    @Nested
    class AUserWithSubordinateIds extends Common {
        AUserWithSubordinateIds() {
            super(Unprivileged.user());
        }

        @Test
        void rangesOfSubordinateIdsAreMapped() {
            JsonNode report = runtime.inspect(runtime.bundle().user(1000, 1000));
            assertTrue(report.path("uidMap").asText().contains(Integer.toString(Unprivileged.SUBORDINATE)));
            assertEquals("[1000,1000,1000,1000]", report.path("uids").toString());
        }

        @Test
        void additionalGroupsAreSet() {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 refuses them in any rootless container");
            JsonNode report = runtime.inspect(runtime.bundle().setJson("/process/user/additionalGids", "[7, 8]"));
            assertTrue(report.path("groups").toString().contains("7,8"), report.path("groups")::toString);
        }

        @Test
        void idsThatAreNotTheUsersAreRefused() {
            Bundle bundle = runtime.bundle();
            bundle.setJson("/linux/uidMappings", "[{\"containerID\": 0, \"hostID\": 0, \"size\": 1}]");
            runtime.container(bundle).create().exits(1);
            assertEquals(List.of(), runtime.leftovers());
        }
    }

    @Nested
    class AUserWithoutSubordinateIds extends Common {
        AUserWithoutSubordinateIds() {
            super(Unprivileged.userWithoutSubordinateIds());
        }

        @Test
        void onlyTheUserIsMapped() {
            JsonNode report = runtime.inspect(runtime.bundle());
            assertEquals("0 " + Unprivileged.UID + " 1", report.path("uidMap").asText().strip().replaceAll(" +", " "));
            assertEquals("deny", report.path("setgroups").asText());
        }

        @Test
        void aContainerWhoseProcessesNothingHoldsTogetherIsWarnedOf() {
            Assumptions.assumeFalse(Cgroups.isUnified(), "the user may have a cgroup on version 2");
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not warn yet");
            Bundle bundle = runtime.bundle().withoutNamespace("pid").withoutMount("/proc")
                    .mount("/proc", "bind", "/proc", "rbind", "nosuid", "nodev", "noexec")
                    .remove("/linux/cgroupsPath").maskedPaths().readonlyPaths();
            Result result = runtime.run(bundle).succeeds();
            assertTrue(result.stderr().contains("level=warning"), result::toString);
            assertTrue(result.stderr().contains("no cgroup and no private pid namespace"), result::toString);
            assertEquals("", runtime.run(runtime.bundle()).succeeds().stderr());
        }

        @Test
        void aCgroupOfTheSameNameThatIsSomebodyElsesIsLeftAlone() throws IOException {
            Requires.cgroupV1("pids");
            Container container = runtime.container(runtime.bundle().remove("/linux/cgroupsPath"));
            Path others = Files.createDirectory(Cgroups.directory("pids", "/" + container.id()));
            try {
                assertEquals("", container.run().succeeds().stderr());
                assertTrue(Files.exists(others));
            } finally {
                Files.delete(others);
            }
        }

        @Test
        void moreIdsAreRefused() {
            runtime.container(runtime.bundle().uidMapping(1, Unprivileged.SUBORDINATE, 65536)).create().exits(1);
            assertEquals(List.of(), runtime.leftovers());
        }
    }

    @Nested
    class RootOfAUserNamespace extends Common {
        RootOfAUserNamespace() {
            super(Unprivileged.rootInUserNamespace());
        }

        @Test
        void aNetworkNamespaceCanBeMade() {
            JsonNode report = runtime.inspect(runtime.bundle().namespace("network"));
            assertEquals("{\"lo\":\"up\"}", report.path("interfaces").toString());
        }

        @Test
        void anotherUserNamespaceCanBeMade() {
            Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 1000, 500).gidMapping(0, 1000, 500);
            JsonNode report = runtime.inspect(bundle);
            assertEquals("[0,0,0,0]", report.path("uids").toString());
        }

        /** A file in a directory that only the caller may enter, as what rootless Podman binds into containers is. */
        private Path closedFile() throws IOException {
            Path closed = Files.createDirectories(runtime.directory().resolve("closed"));
            Path file = Files.writeString(closed.resolve("hosts"), "the closed file\n");
            runtime.caller().own(closed);
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
            return file;
        }

        @Test
        void sourcesAreOpenedWithTheCallersRights() throws IOException {
            Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 1000, 500).gidMapping(0, 1000, 500)
                    .bind(closedFile(), "/etc/passwd", "rprivate");
            assertEquals("the closed file\n", runtime.run(bundle.args("cat", "/etc/passwd")).succeeds().stdout());
        }

        @Test
        void sourcesOfMountsThatAreAddedAre() throws IOException {
            runtime.peer().onlyCarafe("has no such verb, or not in Debian 12");
            Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 1000, 500).gidMapping(0, 1000, 500)
                    .capabilities("CAP_SYS_ADMIN").args("sleep", "1000");
            Container container = runtime.container(bundle).createAndStart();
            Path mounts = runtime.directory().resolve("mounts.json");
            Files.writeString(mounts, "[{\"destination\": \"/etc/passwd\", \"source\": \"" + closedFile()
                    + "\", \"options\": [\"bind\"]}]");
            runtime.command("mounts", "add", container.id(), mounts).run().succeeds();
            assertEquals("the closed file\n", container.exec("cat", "/etc/passwd").succeeds().stdout());
        }
    }

    abstract static class Common {
        @RegisterExtension
        final RuntimeUnderTest runtime;

        Common(Caller caller) {
            runtime = RuntimeUnderTest.calledBy(caller);
        }

        @BeforeEach
        void theUserCanRunTheBinary() {
            Result version = runtime.bareCommand("--version").run();
            Assumptions.assumeTrue(version.exit() == 0, "a plain user cannot run " + version);
        }

        @Test
        void theTranscriptIsThatOfRoot() {
            LifecycleTranscriptIT.transcript(runtime);
        }

        @Test
        void theContainerRunsAsRootThatIsTheUserOutside() {
            Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
            assertTrue(Proc.status(container.pid(), "Uid").startsWith(Integer.toString(Unprivileged.UID)));
            assertFalse(Proc.link("self/ns/user").equals(Proc.namespace(container.pid(), "user")));
        }

        @Test
        void theFirstProcessIsInOrder() {
            JsonNode report = runtime.inspect(runtime.bundle());
            assertEquals(1, report.path("pid").asInt());
            assertEquals("carafe", report.path("hostname").asText());
            assertEquals("0000000020000420", report.path("capabilities").path("effective").asText());
            assertEquals("0000000000000000", report.path("signalsBlocked").asText());
            assertEquals("[]", report.path("signalsIgnored").toString());
            assertEquals(3, report.path("fds").size());
        }

        @Test
        void execReachesAContainerThatWaitsForItsStart() {
            Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
            container.create().succeeds();
            assertEquals("inside\n", container.exec("echo", "inside").succeeds().stdout());
            assertEquals("created", container.status());
            container.start().succeeds();
            assertEquals("inside\n", container.exec("echo", "inside").succeeds().stdout());
        }

        @Test
        void hooksRunInsideTheContainer() throws IOException {
            Path log = runtime.ownedByCaller("log");
            Bundle bundle = runtime.bundle().bind(log, "/log")
                    .hook("createContainer", "/bin/sh", "-c", "readlink /proc/self/ns/mnt > " + log + "/created")
                    .hook("startContainer", "/bin/sh", "-c", "readlink /proc/self/ns/mnt > /log/started")
                    .script("readlink /proc/self/ns/mnt > /log/ran");
            runtime.run(bundle).succeeds();
            String inside = Files.readString(log.resolve("ran"));
            assertEquals(inside, Files.readString(log.resolve("created")));
            assertEquals(inside, Files.readString(log.resolve("started")));
        }

        @Test
        void exitStatusAndOutputComeBack() {
            Result result = runtime.run(runtime.bundle().script("echo out; echo err >&2; exit 5")).exits(5);
            assertEquals("out\n", result.stdout());
            assertTrue(result.stderr().contains("err\n"), result.stderr());
        }

        @Test
        void devicesWork() {
            Bundle bundle = runtime.bundle().script("echo x > /dev/null && head -c 3 /dev/zero | wc -c");
            assertEquals("3\n", runtime.run(bundle).succeeds().stdout());
        }

        @Test
        void bindsBelongToTheUser() throws IOException {
            Path shared = runtime.ownedByCaller("shared");
            runtime.run(runtime.bundle().bind(shared, "/tmp").script("touch /tmp/made")).succeeds();
            assertEquals(Unprivileged.UID, Files.getAttribute(shared.resolve("made"), "unix:uid"));
        }

        @Test
        void aReadOnlyBindOfALockedMountKeepsItsFlags() {
            // The kernel refuses to clear nosuid and nodev of a mount that came from outside the user namespace.
            runtime.run(runtime.bundle().bind("/proc/self", "/tmp", "ro").script("! touch /tmp/x")).succeeds();
            runtime.run(runtime.bundle().bind("/sys", "/tmp", "rbind", "ro").script("! mkdir /tmp/x")).succeeds();
        }

        @Test
        void theStateIsBelowTheRuntimeDirectory() throws IOException {
            String id = runtime.newId();
            Bundle bundle = runtime.bundle().args("sleep", "1000").write();
            runtime.bareCommand("create", "--bundle", bundle.directory(), id).run().succeeds();
            try {
                String listed = runtime.bareCommand("list", "-q").run().succeeds().stdout();
                assertEquals(id + "\n", listed);
                Path root = runtime.directory().resolve("runtime").resolve(runtime.peer().expect("carafe", Peer.RUNC,
                        "runc"));
                assertTrue(Files.exists(root.resolve(id)), listed);
                // the sticky bit keeps cleaners of temporary files off
                assertEquals("41700", Integer.toOctalString((int) Files.getAttribute(root, "unix:mode")));
            } finally {
                runtime.bareCommand("delete", "--force", id).run().succeeds();
            }
        }

        @Test
        void anOomScoreBelowTheCallersIsNoError() {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 writes it from a process that is not dumpable and fails");
            assertEquals("0", runtime.inspect(runtime.bundle().set("/process/oomScoreAdj", 0))
                    .path("oomScoreAdj").asText());
            runtime.run(runtime.bundle().set("/process/oomScoreAdj", -500)).succeeds();
        }

        @Test
        void aMissingProgramLeavesNothing() {
            runtime.container(runtime.bundle().args("no-such-program")).create()
                    .fails(1, "executable file not found in $PATH");
            assertEquals(List.of(), runtime.leftovers());
        }
    }
}
