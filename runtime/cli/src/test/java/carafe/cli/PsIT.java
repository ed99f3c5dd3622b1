package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ps}. */
class PsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Container container;

    @BeforeEach
    void startTwoProcesses() {
        Requires.program("/bin/ps");
        container = runtime.container(runtime.bundle().script("sleep 1001 & sleep 1002 & wait")).createAndStart();
        Eventually.holds("three processes", () -> pids().size() == 3);
    }

    private List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        runtime.command("ps", "--format", "json", container.id()).run().succeeds().json()
                .forEach(pid -> pids.add(pid.asInt()));
        return pids;
    }

    @Test
    void asJsonItListsPidsOfTheHost() {
        assertTrue(pids().contains(container.pid()), () -> pids() + " without " + container.pid());
    }

    @Test
    void asATableItIsTheHostsPsReducedToTheContainer() {
        String table = runtime.command("ps", container.id()).run().succeeds().stdout();
        List<String> lines = table.lines().toList();
        assertTrue(lines.getFirst().matches("UID +PID +PPID .*CMD"), table);
        assertEquals(4, lines.size(), table);
        assertTrue(table.contains("sleep 1001") && table.contains("sleep 1002"), table);
    }

    @Test
    void optionsArePassedOn() {
        List<String> lines = runtime.command("ps", container.id(), "-e", "-o", "pid,args").run().succeeds().stdout()
                .lines().toList();
        assertEquals("PID COMMAND", lines.getFirst().strip().replaceAll(" +", " "));
        assertEquals(4, lines.size(), lines::toString);
    }

    @Test
    void optionsWithoutAPidColumnAreRefused() {
        runtime.command("ps", container.id(), "-e", "-o", "args").run()
                .fails(1, "couldn't find PID field in ps output");
    }

    @Test
    void anUnknownFormatIsRefused() {
        runtime.peer().skipIf(Peer.CRUN, "takes it for a table");
        runtime.command("ps", "-f", "xml", container.id()).run().fails(1, "invalid format option");
    }

    @Test
    void aStoppedContainerHasNoProcesses() {
        container.kill("KILL").succeeds();
        container.await("stopped");
        assertEquals(1, runtime.command("ps", container.id()).run().succeeds().stdout().lines().count());
    }
}
