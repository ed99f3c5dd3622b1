package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Container;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.SystemdUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cgroups that a plain user may make, since systemd delegates some to each user. */
@Tag("guest")
class RootlessCgroupsIT {

    @Nested
    class MadeByTheUsersSystemd extends Common {
        MadeByTheUsersSystemd() {
            super("--systemd-cgroup");
        }

        @Test
        void theScopeIsInTheSliceThatTheConfigNames() {
            Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
            container.bundle().set("/linux/cgroupsPath", "carafe-it.slice:carafe:" + container.id());
            container.createAndStart();
            assertTrue(cgroup(container).toString().endsWith("/carafe-it.slice/carafe-" + container.id() + ".scope"),
                    cgroup(container)::toString);
        }
    }

    @Nested
    class MadeBesideTheCallers extends Common {
        MadeBesideTheCallers() {
            super("--cgroup-manager=cgroupfs");
        }

        @Test
        void theCgroupIsNamedAfterTheContainer() {
            Container container = sleeping(runtime.bundle().resource("/pids/limit", 42));
            assertEquals(container.id(), cgroup(container).getFileName().toString());
        }
    }

    abstract static class Common {
        private final SystemdUser user = new SystemdUser();

        @RegisterExtension
        final RuntimeUnderTest runtime;

        Common(String globalFlag) {
            runtime = RuntimeUnderTest.calledBy(user).withGlobalFlags(globalFlag);
        }

        @BeforeEach
        void requireCgroups() {
            Requires.cgroupV2();
        }

        final Container sleeping(Bundle bundle) {
            return runtime.container(bundle.args("sleep", "1000")).createAndStart();
        }

        final Path cgroup(Container container) {
            try {
                String line = Files.readString(Path.of("/proc/" + container.pid() + "/cgroup")).strip();
                return Path.of("/sys/fs/cgroup" + line.substring("0::".length()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void theContainerIsBelowTheUsersManager() {
            Path cgroup = cgroup(sleeping(runtime.bundle().resource("/pids/limit", 42)));
            assertTrue(cgroup.startsWith("/sys/fs/cgroup" + user.managersCgroup()), cgroup::toString);
        }

        @Test
        void limitsHold() throws IOException {
            Container container = sleeping(runtime.bundle().resource("/pids/limit", 42)
                    .resource("/memory/limit", 64 << 20));
            assertEquals("42\n", Files.readString(cgroup(container).resolve("pids.max")));
            assertEquals((64 << 20) + "\n", Files.readString(cgroup(container).resolve("memory.max")));
        }

        @Test
        void anUpdateHolds() throws IOException {
            Container container = sleeping(runtime.bundle().resource("/pids/limit", 42));
            runtime.command("update", "--pids-limit", "24", container.id()).run().succeeds();
            assertEquals("24\n", Files.readString(cgroup(container).resolve("pids.max")));
        }

        @Test
        void deleteRemovesTheCgroup() {
            Container container = sleeping(runtime.bundle().resource("/pids/limit", 42));
            Path cgroup = cgroup(container);
            container.delete("--force").succeeds();
            assertTrue(Files.notExists(cgroup), cgroup::toString);
        }
    }
}
