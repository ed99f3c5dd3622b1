package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which of several reasons not to run a process {@code exec} tells: the container's state comes first. */
class ExecRefusalIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Container sleeper() {
        return runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
    }

    @Test
    void noContainerComesBeforeNoCommand() {
        runtime.command("exec", runtime.newId()).run().fails(255, "container does not exist");
    }

    @Test
    void noContainerComesBeforeNoProcessFile() {
        runtime.command("exec", "--process", "/no/such/file", runtime.newId()).run()
                .fails(255, "container does not exist");
    }

    @Test
    void aStoppedContainerComesBeforeNoCommand() {
        Container container = runtime.container(runtime.bundle().args("true")).createAndStart();
        container.await("stopped");
        container.exec().fails(255, "cannot exec in a stopped container");
    }

    @Test
    void aPausedContainerComesBeforeABadUser() {
        if (!Cgroups.isUnified()) {
            Requires.cgroupV1("freezer");
        }
        Container container = sleeper();
        runtime.command("pause", container.id()).run().succeeds();
        runtime.command("exec", "--user", "nobody", container.id(), "true").run()
                .fails(255, "cannot exec in a paused container");
        runtime.command("exec", "--ignore-paused", container.id()).run().fails(255, "args cannot be empty");
        runtime.command("resume", container.id()).run().succeeds();
    }

    @Test
    void aRunningContainerNeedsACommand() {
        Container container = sleeper();
        container.exec().fails(255, "args cannot be empty");
        assertEquals("running", container.status());
    }
}
