package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One container from create to delete, with the answers that engines and scripts know from runc. */
@Tag("guest")
class LifecycleTranscriptIT {

    /** As root; {@link RootlessIT} has the same for plain users. */
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void fromCreateToDelete() {
        transcript(runtime);
    }

    static void transcript(RuntimeUnderTest runtime) {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));

        container.create().succeeds();
        assertEquals("created", container.status());
        assertTrue(container.state().path("pid").asInt() > 1);

        assertEquals("", container.start().succeeds().stderr());
        assertEquals("running", container.status());
        container.start().fails(1, "cannot start an already running container");
        container.delete().fails(1, "cannot delete container " + container.id() + " that is not stopped: running");

        assertEquals("", container.kill("KILL").succeeds().stderr());
        assertEquals(128 + 9, container.exitStatus());
        container.await("stopped");
        assertEquals(0, container.state().path("pid").asInt());

        container.kill().fails(1, "container not running");
        container.exec("true").fails(255, "cannot exec in a stopped container");
        container.start().fails(1, "cannot start a container that has stopped");

        assertEquals("", container.delete().succeeds().stderr());
        runtime.command("state", container.id()).run().fails(1, "container does not exist");
        container.delete().fails(1, "container does not exist");
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }
}
