package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The monitor as a process of the machine: detached, protected, and nobody's burden. */
class ProcessIT {
    private static final int SELF = Math.toIntExact(ProcessHandle.current().pid());
    private static final int CAP_SYS_RESOURCE = 24;
    private static final int SIGTERM = 15;
    /** Fields of proc(5)'s stat after the name, counted from the third. */
    private static final int PARENT = 1;
    private static final int SESSION = 3;

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void itIsInASessionOfItsOwnWithNothingOnItsStdio() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        int pid = container.monitorPid();
        assertEquals(Integer.toString(pid), stat(pid)[SESSION]);
        for (int fd = 0; fd < 3; fd++) {
            assertEquals("/dev/null", Proc.link(pid + "/fd/" + fd));
        }
    }

    @Test
    void theCallersOutputEndsWithTheLauncher() throws Exception {
        int[] output = new int[2];
        monitor.sys().pipe(output);
        MonitoredContainer container = monitor.container("sleep 60").passing(output[1], 1).passing(output[1], 2);
        container.create();
        monitor.sys().close(output[1]);
        assertEquals(0, monitor.sys().readToEnd(output[0]).length, "an engine that reads to the end goes on");
    }

    @Test
    void itCollectsTheContainerThatTheRuntimeLeavesBehind() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60");
        int pid = container.create();
        container.start();
        assertEquals(Integer.toString(container.monitorPid()), stat(pid)[PARENT]);
    }

    @Test
    @Tag("guest")
    void itIsTheLastToBeKilledForWantOfMemoryAndTheContainerIsNot() throws Exception {
        Assumptions.assumeTrue((Long.parseLong(Proc.status(SELF, "CapEff"), 16) >> CAP_SYS_RESOURCE & 1) == 1,
                "needs CAP_SYS_RESOURCE to lower a score");
        MonitoredContainer container = monitor.container("sleep 60");
        int pid = container.create();
        container.start();
        assertEquals(List.of("-1000"), Proc.lines(container.monitorPid() + "/oom_score_adj"));
        assertEquals(List.of("0"), Proc.lines(pid + "/oom_score_adj"));
    }

    @Test
    void toldToEndBeforeTheStartItFails() throws Exception {
        monitor.onlyNative("a JVM has its own way to end on SIGTERM");
        int[] start = new int[2];
        monitor.sys().pipe(start);
        Command waiting = Command.of(monitor.binary(), "-c", "id", "-u", "id", "-r", monitor.runtime(), "-l", "none",
                "--full-attach").withVariable("_OCI_STARTPIPE", "4")
                .after("exec 4< /proc/" + SELF + "/fd/" + start[0]);
        String binary = monitor.binary().toRealPath().toString();
        try (Running launching = waiting.start()) {
            // until its exec the process is the shell, and before that one that the test's JVM has for the start
            Eventually.holds("it waits", () -> Proc.link(launching.pid() + "/exe").equals(binary)
                    && Proc.lines(launching.pid() + "/wchan").stream().anyMatch(place -> place.contains("p")));
            monitor.sys().kill(Math.toIntExact(launching.pid()), SIGTERM);
            launching.waitFor().exits(1);
        }
    }

    @Test
    void anEngineThatIsGoneIsNoReasonToEnd() throws Exception {
        monitor.onlyCarafe("2.1.6 ends when it cannot tell the pid");
        Path gone = monitor.directory().resolve("gone");
        MonitoredContainer container = monitor.container("exit 3").with("-r", monitor.program("late",
                "while [ ! -e " + gone + " ]; do sleep 0.02; done; exec " + monitor.runtime() + " \"$@\"").toString());
        container.launch();
        container.closeSync();
        Files.createFile(gone);
        Eventually.holds("the container is created", () -> Files.exists(container.file("pid")));
        container.start();
        assertEquals(3, container.exitCode());
    }

    private static String[] stat(int pid) {
        String line = Proc.lines(pid + "/stat").getFirst();
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
