package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.shim.SyncMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an engine gets of a container's start and end. */
class StartIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void theLauncherExitsWith0AndThePidIsReported() throws Exception {
        MonitoredContainer container = monitor.container("exit 7");
        assertEquals(0, container.launch());
        SyncMessage message = container.message();
        assertEquals(Files.readString(container.file("pid")).strip(), Integer.toString(message.value()));
        container.start();
        assertEquals(7, container.exitCode());
        assertNull(container.message(), "a container's exit code does not go over the sync pipe");
    }

    @Test
    void theKeyIsPidInTheOldApi() throws Exception {
        MonitoredContainer container = monitor.container("true").legacyApi();
        assertTrue(container.create() > 0);
    }

    @Test
    void aSignalBecomes128AndItsNumber() throws Exception {
        MonitoredContainer container = monitor.container("kill -KILL $$; sleep 1; exit 1").run();
        assertTrue(container.exitCode() == 137 || container.exitCode() == 1);
        MonitoredContainer killed = monitor.container("sleep 60").run();
        int pid = Integer.parseInt(Files.readString(killed.file("pid")).strip());
        monitor.sys().kill(pid, 9);
        assertEquals(137, killed.exitCode());
    }

    @Test
    void theMonitorsPidFileNamesAProcessThatLivesAsLongAsTheContainer() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        assertTrue(container.monitorLives());
        monitor.sys().kill(Integer.parseInt(Files.readString(container.file("pid")).strip()), 9);
        container.waitForMonitor();
        assertFalse(container.monitorLives());
    }

    @Test
    void aFailureOfTheRuntimeIsReportedInItsOwnWords() throws Exception {
        MonitoredContainer container = monitor.container(monitor.bundle().args("/no/such/program"));
        assertEquals(0, container.launch());
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains("/no/such/program"), message.text());
    }

    @Test
    void theRuntimesWordsArriveAsTheyAre() throws Exception {
        Path failing = monitor.program("failing",
                "printf 'a \"quote\", a \\\\ and a / \\001\\t\\n\\303\\251\\n' >&2; exit 1");
        MonitoredContainer container = monitor.container("true").with("-r", failing.toString());
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertEquals("a \"quote\", a \\ and a / \001\t\n\u00e9\n", message.text());
    }

    @Test
    void manyWordsOfTheRuntimeAreCutAndHoldNobodyUp() throws Exception {
        Path failing = monitor.program("failing", "head -c 30000 /dev/zero | tr '\\0' x >&2; exit 1");
        MonitoredContainer container = monitor.container("true").with("-r", failing.toString());
        container.launch();
        assertEquals("x".repeat(8191), container.message().text());
    }

    @Test
    void aRuntimeThatWritesNoPidFileIsReported() throws Exception {
        monitor.onlyCarafe("the pipe stays empty");
        MonitoredContainer container = monitor.container("true").with("-r",
                monitor.program("idle", "exit 0").toString());
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains(container.file("pid").toString()), message.text());
    }

    @Test
    void theContainersUserMayOpenItsStdioByName() throws Exception {
        MonitoredContainer container = monitor.container(monitor.bundle().user(1000, 1000).script(
                "read x < /dev/stdin; echo out-$x > /dev/stdout; echo err > /dev/stderr")).with("-i");
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            client.send("word\n");
            client.waitForEnd();
            assertEquals("out-word\n", client.stdout());
            assertEquals("err\n", client.stderr());
        }
    }

    @Test
    void aRuntimeThatSaysNothingIsReportedToo() throws Exception {
        monitor.onlyCarafe("the pipe stays empty or the text is missing");
        Path silent = monitor.program("silent", "exit 3");
        MonitoredContainer container = monitor.container("true").with("-r", silent.toString());
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains("status 3"), message.text());
    }

    @Test
    void aRuntimeThatCannotBeExecutedIsReported() throws Exception {
        monitor.onlyCarafe("the text is empty");
        Path broken = Files.writeString(monitor.directory().resolve("broken"), "no program\n");
        assertTrue(broken.toFile().setExecutable(true));
        MonitoredContainer container = monitor.container("true").with("-r", broken.toString());
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains("ENOEXEC"), message.text());
    }

    @Test
    void theStartPipeIsReadBeforeAnythingElse() throws Exception {
        int[] start = new int[2];
        monitor.sys().pipe(start);
        MonitoredContainer container = monitor.container("true").variable("_OCI_STARTPIPE", "4").passing(start[0], 4);
        container.begin();
        Thread.sleep(300);
        assertFalse(Files.exists(container.file("pid")), "the runtime ran before the start pipe was written to");
        monitor.sys().writeAll(start[1], new byte[] {0});
        assertEquals(0, container.awaitLauncher());
        assertTrue(container.message().value() > 0);
    }

    @Test
    void aSignalToTheMonitorGoesToTheContainer() throws Exception {
        MonitoredContainer container = monitor.container("trap 'exit 9' TERM; echo ready; while :; do sleep 0.1; done");
        container.run();
        Eventually.holds("the container is ready", () -> logContains(container, "ready"));
        monitor.sys().kill(container.monitorPid(), 15);
        assertEquals(9, container.exitCode());
    }

    @Test
    void descriptorsForTheContainerArePassedOnAndOthersAreClosedBeforeTheExitFileIsWritten() throws Exception {
        int[] reserved = new int[2];
        monitor.sys().pipe(reserved);
        MonitoredContainer container = monitor.container("exit 0").passing(reserved[1], 20);
        container.run();
        monitor.sys().close(reserved[1]);
        container.exitCode();
        long buffer = monitor.sys().arena().allocate(8, 8);
        monitor.sys().setNonblocking(reserved[0]);
        assertEquals(0, monitor.sys().read(reserved[0], buffer, 8), "the pipe has no writer any more");
    }

    @Test
    void withPassthroughTheContainerHasTheMonitorsStdioAndNothingIsMade() throws Exception {
        int[] pipe = new int[2];
        monitor.sys().pipe(pipe);
        MonitoredContainer container = monitor.container("echo direct; exit 5").log("passthrough").passing(pipe[1], 1);
        container.create();
        monitor.sys().close(pipe[1]);
        assertFalse(Files.exists(container.file("attach")) || Files.exists(container.file("ctl")));
        container.start();
        assertEquals("direct", new String(monitor.sys().readToEndOfLine(pipe[0])));
        assertEquals(5, container.exitCode());
    }

    private static boolean logContains(MonitoredContainer container, String text) {
        try {
            return Files.exists(container.file("log")) && container.log().contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
