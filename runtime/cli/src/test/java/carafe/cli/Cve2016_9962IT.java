package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A process of the container looks at, traces or opens descriptors of the runtime's process while that enters the
 * container's namespaces, before it has become the container's program.
 */
class Cve2016_9962IT {
    private static final int ROUNDS = 12;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Container hunter(Bundle bundle) {
        return runtime.container(bundle.args("hunter")).createAndStart().awaitOutput("ready");
    }

    @Test
    void aContainerThatJoinsThePidsIsOutOfReachDuringItsSetUp() {
        Container hunter = hunter(runtime.bundle());
        for (int round = 0; round < ROUNDS; round++) {
            runtime.run(runtime.bundle().namespace("pid", "/proc/" + hunter.pid() + "/ns/pid")).succeeds();
        }
        assertEquals("ready\n", hunter.stdout());
    }

    @Test
    void execIsOutOfReachUntilItHasBecomeTheProgram() {
        Container hunter = hunter(runtime.bundle());
        for (int round = 0; round < ROUNDS; round++) {
            hunter.exec("true").succeeds();
        }
        assertEquals("ready\n", hunter.stdout());
    }

    @Test
    void execIntoAUserNamespaceIsOutOfReachToo() {
        Container hunter = hunter(runtime.bundle().namespace("user")
                .uidMapping(0, 4_800_000, 65536).gidMapping(0, 4_800_000, 65536));
        for (int round = 0; round < ROUNDS; round++) {
            hunter.exec("true").succeeds();
        }
        assertEquals("ready\n", hunter.stdout());
    }
}
