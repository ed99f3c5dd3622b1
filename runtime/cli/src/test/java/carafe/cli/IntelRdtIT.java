package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /linux/intelRdt} on a machine that has no such thing; the rest is tested on a tree of plain files. */
class IntelRdtIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireAbsence() {
        Assumptions.assumeFalse(Files.exists(Path.of("/sys/fs/resctrl/schemata")), "resctrl is mounted here");
    }

    @Test
    void withoutResctrlTheContainerIsRefused() {
        runtime.peer().skipIf(Peer.RUNC, "goes on without, although the specification asks for an error");
        runtime.container(runtime.bundle().set("/linux/intelRdt/l3CacheSchema", "L3:0=f")).create()
                .fails(1, "resctrl");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void withoutResctrlThereIsNothingToUpdate() {
        runtime.peer().skipIf(Peer.CRUN, "says it in other words");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        runtime.command("update", "--l3-cache-schema", "L3:0=f", container.id()).run()
                .fails(1, "Intel RDT/CAT: l3 cache schema is not enabled");
        runtime.command("update", "--mem-bw-schema", "MB:0=20", container.id()).run()
                .fails(1, "Intel RDT/MBA: memory bandwidth schema is not enabled");
    }
}
