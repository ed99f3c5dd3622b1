package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container that sees its own cgroup as the root of a writable mount manages the cgroups below it, as systemd does. */
@Tag("guest")
class CgroupDelegationIT {
    private static final long SUBORDINATE = 100_000;
    private static final String DIVIDE = "cd /sys/fs/cgroup && mkdir inner && echo $$ >inner/cgroup.procs && "
            + "cat /proc/self/cgroup";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void versionTwoAlone() {
        Requires.cgroupV2();
    }

    private Bundle bundle(String access) {
        return runtime.bundle().namespace("cgroup").namespace("user").uidMapping(0, SUBORDINATE, 65536)
                .gidMapping(0, SUBORDINATE, 65536).withoutMount("/sys/fs/cgroup")
                .mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", access);
    }

    @Test
    void rootOfTheContainerDividesItsCgroup() {
        assertEquals("0::/inner\n", runtime.run(bundle("rw").script(DIVIDE)).succeeds().stdout());
    }

    @Test
    void theProcessesUserDoesSoWithoutAUserNamespaceToo() {
        Bundle bundle = runtime.bundle().namespace("cgroup").user(1234, 1234).withoutMount("/sys/fs/cgroup")
                .mount("/sys/fs/cgroup", "cgroup", "cgroup", "rw");
        assertEquals("0::/inner\n", runtime.run(bundle.script(DIVIDE)).succeeds().stdout());
    }

    @Test
    void theContainersOwnLimitsStayTheHosts() {
        Bundle bundle = bundle("rw").resource("/pids/limit", 50)
                .script("echo max >/sys/fs/cgroup/pids.max || cat /sys/fs/cgroup/pids.max");
        assertEquals("50\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aFurtherProcessEntersADividedCgroup() {
        Container container = runtime.container(bundle("rw").script(DIVIDE
                + " && echo +pids >cgroup.subtree_control && echo divided && sleep 1000")).createAndStart();
        container.awaitOutput("divided");
        assertEquals("0::/inner\n", container.exec("cat", "/proc/self/cgroup").succeeds().stdout());
    }

    @Test
    void aReadOnlyMountHandsNothingOver() throws IOException {
        Container container = runtime.container(bundle("ro").args("sleep", "1000")).createAndStart();
        String own = Proc.lines(container.pid() + "/cgroup").getFirst().substring("0::".length());
        assertEquals(0, Files.getAttribute(Path.of("/sys/fs/cgroup" + own), "unix:uid"));
    }
}
