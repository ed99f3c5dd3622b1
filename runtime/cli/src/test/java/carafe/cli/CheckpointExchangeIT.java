package carafe.cli;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.RuntimeUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container saved by runc goes on under this runtime, and the other way round. */
@Tag("guest")
class CheckpointExchangeIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @RegisterExtension
    final RuntimeUnderTest runc = RuntimeUnderTest.runcCalledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    @Test
    void imagesOfRuncAreRestored() {
        move(runc, runtime);
    }

    @Test
    void runcRestoresOurImages() {
        move(runtime, runc);
    }

    private static void move(RuntimeUnderTest from, RuntimeUnderTest to) {
        Container before = Counting.start(from, from.bundle());
        from.command("checkpoint", "--image-path", Counting.images(to), before.id()).run().succeeds();
        String cgroup = before.bundle().get("/linux/cgroupsPath").asText();
        Container after = to.container(before.bundle());
        // under runc, CRIU makes the saved cgroup again and would leave it behind beside another one
        after.bundle().set("/linux/cgroupsPath", cgroup);
        Counting.restore(to, after);
        after.delete("--force").succeeds();
    }
}
