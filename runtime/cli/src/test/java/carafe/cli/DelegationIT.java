package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.SystemdUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Cgroup version 2 with nsdelegate, as systemd mounts it: a process moves only between cgroups that its own cgroup
 * namespace has, and no container changes these options, which hold for the whole machine.
 */
@Tag("guest")
class DelegationIT {
    private static final String SEES = "cat /proc/self/cgroup";

    @Nested
    class ByCgroupfs extends Joining {
        ByCgroupfs() {
            super(RuntimeUnderTest.calledBy(Caller.ROOT));
        }

        @Test
        void aProcessJoinsACgroupBelow() throws IOException {
            Container container = sleeping(runtime.bundle().namespace("cgroup"));
            Files.createDirectory(cgroup(container).resolve("below"));
            assertEquals("0::/below\n", runtime.command("exec", "--cgroup", "below", container.id(), "sh", "-c", SEES)
                    .run().succeeds().stdout());
        }

        @Test
        void aProcessJoinsAUserNamespaceToo() {
            Container container = sleeping(runtime.bundle().withoutMount("/sys/fs/cgroup").namespace("cgroup")
                    .namespace("user").uidMapping(0, 100_000, 65_536).gidMapping(0, 100_000, 65_536));
            assertJoined(container);
        }

        @Test
        void aContainerJoinsTheCgroupNamespaceOfAnother() {
            Container other = sleeping(runtime.bundle().namespace("cgroup"));
            Container container = sleeping(runtime.bundle().namespace("cgroup", "/proc/" + other.pid() + "/ns/cgroup"));
            String path = container.bundle().get("/linux/cgroupsPath").asText();
            assertEquals("0::" + path, Proc.lines(container.pid() + "/cgroup").getFirst());
            assertEquals("0::/../" + Path.of(path).getFileName() + "\n",
                    container.exec("sh", "-c", SEES).succeeds().stdout());
        }
    }

    @Nested
    class BySystemd extends Joining {
        BySystemd() {
            super(RuntimeUnderTest.calledBy(Caller.ROOT).withGlobalFlags("--systemd-cgroup"));
        }

        @Override
        Bundle inSlice(Bundle bundle) {
            return bundle.set("/linux/cgroupsPath", "system.slice:carafe:" + runtime.newId());
        }
    }

    @Nested
    class ByAUser extends Joining {
        ByAUser() {
            super(RuntimeUnderTest.calledBy(new SystemdUser()).withGlobalFlags("--systemd-cgroup"));
        }

        @Test
        void theCgroupsOfTheUserAreJoined() {
            Container container = sleeping(runtime.bundle().namespace("cgroup"));
            assertTrue(cgroup(container).startsWith("/sys/fs/cgroup/user.slice"), cgroup(container)::toString);
        }
    }

    @Nested
    class ByAUserWithoutSystemd extends Joining {
        ByAUserWithoutSystemd() {
            super(RuntimeUnderTest.calledBy(new SystemdUser()).withGlobalFlags("--cgroup-manager=cgroupfs"));
        }
    }

    /** What a further process of a container with a cgroup namespace of its own has to do, whoever makes the cgroup. */
    abstract static class Joining {
        @RegisterExtension
        final RuntimeUnderTest runtime;

        Joining(RuntimeUnderTest runtime) {
            this.runtime = runtime;
        }

        @BeforeEach
        void requireDelegation() {
            Requires.nsdelegate();
        }

        Bundle inSlice(Bundle bundle) {
            return bundle.resource("/pids/limit", 42);
        }

        final Container sleeping(Bundle bundle) {
            return runtime.container(inSlice(bundle).args("sleep", "1000")).createAndStart();
        }

        final Path cgroup(Container container) {
            String line = Proc.lines(container.pid() + "/cgroup").getFirst();
            return Path.of("/sys/fs/cgroup" + line.substring("0::".length()));
        }

        final void assertJoined(Container container) {
            assertEquals("0::/\n", container.exec("sh", "-c", SEES).succeeds().stdout());
        }

        @Test
        void aProcessJoinsTheContainersCgroup() {
            assertJoined(sleeping(runtime.bundle().namespace("cgroup")));
        }

        @Test
        void aProcessInTheBackgroundJoinsTheContainersCgroup() {
            Container container = sleeping(runtime.bundle().namespace("cgroup"));
            Path pidFile = runtime.ownedByCaller("pids").resolve("background");
            runtime.command("exec", "--detach", "--pid-file", pidFile, container.id(), "sleep", "1000").run()
                    .succeeds();
            Eventually.holds("its pid is known", () -> Files.exists(pidFile));
            assertEquals(Proc.lines(container.pid() + "/cgroup"), Proc.lines(read(pidFile) + "/cgroup"));
        }

        @Test
        void aProcessJoinsInTheHostsCgroupNamespace() {
            Container container = sleeping(runtime.bundle().withoutNamespace("cgroup"));
            assertEquals(Proc.lines(container.pid() + "/cgroup"),
                    container.exec("sh", "-c", SEES).succeeds().stdout().lines().toList());
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The options before and after. */
    @Nested
    class Options {
        @RegisterExtension
        final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

        private final List<String> before = Cgroups.unifiedOptions();

        @BeforeEach
        void requireDelegation() {
            Requires.nsdelegate();
            runtime.peer().onlyCarafe("sets the options of the whole host");
        }

        private static Bundle withCgroupMount(Bundle bundle, String... options) {
            return bundle.withoutMount("/sys/fs/cgroup").mount("/sys/fs/cgroup", "cgroup", "cgroup", options);
        }

        @Test
        void aContainerInTheHostsCgroupNamespaceSeesAllCgroupsAndLeavesThem() {
            Bundle bundle = withCgroupMount(runtime.bundle().withoutNamespace("cgroup"), "ro", "nosuid")
                    .script("cat /sys/fs/cgroup/cgroup.procs | grep -c .; ls -d /sys/fs/cgroup/system.slice");
            String seen = runtime.run(bundle).succeeds().stdout();
            assertTrue(seen.endsWith("\n/sys/fs/cgroup/system.slice\n"), seen);
            assertEquals(before, Cgroups.unifiedOptions());
        }

        @Test
        void aContainerInItsOwnCgroupNamespaceLeavesThem() {
            Bundle bundle = withCgroupMount(runtime.bundle().namespace("cgroup"), "rw").script(SEES);
            assertEquals("0::/\n", runtime.run(bundle).succeeds().stdout());
            assertEquals(before, Cgroups.unifiedOptions());
        }

        @Test
        void theHostsCgroupNamespaceGivenByPathLeavesThem() {
            Bundle bundle = runtime.bundle().namespace("cgroup", "/proc/1/ns/cgroup");
            runtime.run(withCgroupMount(bundle, "rw").args("true")).succeeds();
            assertEquals(before, Cgroups.unifiedOptions());
        }

        @Test
        void aMountAddedToARunningContainerLeavesThem() throws IOException {
            Container container = runtime.container(runtime.bundle().withoutNamespace("cgroup")
                    .withoutMount("/sys/fs/cgroup").args("sleep", "1000")).createAndStart();
            Path mounts = Files.writeString(runtime.directory().resolve("mounts.json"),
                    "[{\"destination\": \"/sys/fs/cgroup\", \"type\": \"cgroup2\", \"source\": \"cgroup\"}]");
            runtime.command("mounts", "add", container.id(), mounts).run().succeeds();
            container.exec("ls", "/sys/fs/cgroup/system.slice").succeeds();
            assertEquals(before, Cgroups.unifiedOptions());
        }

        @Test
        void anOptionThatIsNotInForceIsRefused() {
            runtime.container(withCgroupMount(runtime.bundle().withoutNamespace("cgroup"), "favordynmods")).create()
                    .fails(1, "\"favordynmods\" would change the cgroup2 options of the whole host");
            assertEquals(before, Cgroups.unifiedOptions());
        }

        @Test
        void aContainerThatIsSavedAndRestoredLeavesThem() {
            Counting.requireCriu();
            Container container = Counting.start(runtime, runtime.bundle().namespace("cgroup"));
            Counting.checkpoint(runtime, container).succeeds();
            assertEquals(before, Cgroups.unifiedOptions());
            Counting.restore(runtime, container);
            assertEquals(before, Cgroups.unifiedOptions());
            assertEquals("0::/\n", container.exec("sh", "-c", SEES).succeeds().stdout());
        }
    }
}
