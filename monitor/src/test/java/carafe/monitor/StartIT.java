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
    void theExitFilesHoldTheCodeWithoutNewline() throws Exception {
        MonitoredContainer container = monitor.container("exit 7").run();
        container.exitCode();
        assertEquals("7", Files.readString(container.exitFile()));
        assertEquals("7", Files.readString(container.file("persist/exit")));
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
    void aRuntimeThatSaysNothingIsReportedToo() throws Exception {
        monitor.onlyCarafe("the pipe stays empty or the text is missing");
        Path silent = runtime("silent", "#!/bin/sh\nexit 3\n");
        MonitoredContainer container = monitor.container("true").with("-r", silent.toString());
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains("status 3"), message.text());
    }

    @Test
    void aRuntimeThatIsKilledIsReported() throws Exception {
        monitor.onlyCarafe("the pipe stays empty");
        Path killed = runtime("killed", "#!/bin/sh\nkill -KILL $$\n");
        MonitoredContainer container = monitor.container("true").with("-r", killed.toString());
        container.launch();
        assertEquals(-1, container.message().value());
    }

    @Test
    void aRuntimeThatCannotBeExecutedIsReported() throws Exception {
        monitor.onlyCarafe("the text is empty");
        Path broken = runtime("broken", "no program\n");
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
        Thread launching = Thread.ofPlatform().start(() -> assertDoesNotFail(container));
        Thread.sleep(300);
        assertFalse(Files.exists(container.file("pid")), "the runtime ran before the start pipe was written to");
        monitor.sys().writeAll(start[1], new byte[] {0});
        launching.join();
        assertTrue(container.message().value() > 0);
    }

    @Test
    void theExitCommandRunsWithItsArgumentsAfterTheExitFileIsWritten() throws Exception {
        Path out = monitor.directory().resolve("out");
        Path script = monitor.directory().resolve("cleanup");
        MonitoredContainer container = monitor.container("exit 3");
        Files.writeString(script, "#!/bin/sh\necho \"$1 $2 $(cat " + container.exitFile() + ")\" > " + out + "\n");
        assertTrue(script.toFile().setExecutable(true));
        container.with("--exit-command", script.toString(), "--exit-command-arg", "a b", "--exit-command-arg", "c");
        container.run();
        Eventually.holds("the exit command has run", () -> Files.exists(out) && out.toFile().length() > 0);
        assertEquals("a b c 3\n", Files.readString(out));
    }

    @Test
    void theExitCommandRunsAfterAFailedStartToo() throws Exception {
        Path out = monitor.directory().resolve("out");
        MonitoredContainer container = monitor.container(monitor.bundle().args("/no/such/program"));
        container.with("--exit-command", "/usr/bin/touch", "--exit-command-arg", out.toString());
        container.launch();
        assertEquals(-1, container.message().value());
        Eventually.holds("the exit command has run", () -> Files.exists(out));
    }

    @Test
    void aTimeoutKillsTheContainerAndTheCodeIsMinus1() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").with("-T", "1").run();
        assertEquals(-1, container.exitCode());
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
    void theRuntimeDiesWithTheMonitor() throws Exception {
        Path slow = monitor.directory().resolve("slow");
        Path pidFile = monitor.directory().resolve("slow.pid");
        Files.writeString(slow, "#!/bin/sh\necho $$ > " + pidFile + ".new; mv " + pidFile + ".new " + pidFile
                + "\nexec sleep 60\n");
        assertTrue(slow.toFile().setExecutable(true));
        MonitoredContainer container = monitor.container("true").with("-r", slow.toString());
        container.launch();
        Eventually.holds("the runtime runs", () -> Files.exists(pidFile));
        Path runtime = Path.of("/proc", Files.readString(pidFile).strip());
        monitor.sys().kill(container.monitorPid(), 9);
        Eventually.holds("the runtime is gone", () -> Files.notExists(runtime));
        assertNull(container.message(), "the engine sees the end of the pipe");
    }

    @Test
    void theRuntimeIsNamedInListenPid() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --replace-listen-pid");
        Path seen = monitor.directory().resolve("seen");
        Path asking = runtime("asking", "#!/bin/sh\necho $LISTEN_PID $$ $LISTEN_FDS > " + seen + "\nexit 1\n");
        MonitoredContainer container = monitor.container("true").with("-r", asking.toString(),
                "--replace-listen-pid").variable("LISTEN_PID", "1").variable("LISTEN_FDS", "2");
        container.launch();
        assertEquals(-1, container.message().value());
        String[] words = Files.readString(seen).strip().split(" ");
        assertEquals(words[1], words[0]);
        assertEquals("2", words[2]);
    }

    @Test
    void theRuntimeGetsTheEnvironmentAndNoDescriptorOfTheMonitor() throws Exception {
        Path seen = monitor.directory().resolve("seen");
        Path asking = runtime("asking", "#!/bin/sh\nls -l /proc/self/fd > " + seen + "; env >> " + seen + "\nexit 1\n");
        MonitoredContainer container = monitor.container("true").with("-r", asking.toString());
        container.variable("FROM_ENGINE", "yes").launch();
        container.message();
        String text = Files.readString(seen);
        assertTrue(text.contains("FROM_ENGINE=yes"), text);
        assertFalse(text.contains("CARAFE_MONITOR"), text);
        assertFalse(text.contains("eventpoll") || text.contains("signalfd") || text.contains("/log"), text);
    }

    @Test
    void withRestoreTheRuntimeIsToldTheImageAndTheBundle() throws Exception {
        Path seen = monitor.directory().resolve("seen");
        Path asking = runtime("asking", "#!/bin/sh\necho \"$@\" > " + seen + ".new; mv " + seen + ".new " + seen
                + "\nexit 1\n");
        MonitoredContainer container = monitor.container("true").with("-r", asking.toString(), "--restore", "/image",
                "--runtime-arg", "--global", "--runtime-opt", "--own");
        container.launch();
        // conmon says nothing of a restore that fails
        assertTrue(monitor.isConmon() || container.message().value() == -1);
        Eventually.holds("the runtime was started", () -> Files.exists(seen));
        Path bundle = container.bundle().directory();
        assertEquals("--global restore --bundle " + bundle + " --pid-file " + container.file("pid")
                + " --detach --image-path /image --work-path " + bundle + " --own " + container.id(),
                Files.readString(seen).strip());
    }

    @Test
    void optionsForTheRuntimeAreHandedOn() throws Exception {
        Path seen = monitor.directory().resolve("seen");
        Path asking = runtime("asking", "#!/bin/sh\necho \"$@\" > " + seen + ".new; mv " + seen + ".new " + seen
                + "\nexit 1\n");
        MonitoredContainer container = monitor.container("true").with("-r", asking.toString(), "--systemd-cgroup",
                "--no-pivot", "--no-new-keyring", "--runtime-arg", "--global", "--runtime-opt", "--own");
        container.launch();
        Eventually.holds("the runtime was started", () -> Files.exists(seen));
        assertEquals("--systemd-cgroup --global create --bundle " + container.bundle().directory() + " --pid-file "
                + container.file("pid") + " --no-pivot --no-new-keyring --own " + container.id(),
                Files.readString(seen).strip());
    }

    @Test
    void withoutFullAttachThereIsAShortWayToTheSocket() throws Exception {
        Path directory = Files.createDirectory(monitor.directory().resolve("short"));
        MonitoredContainer container = monitor.container("sleep 1000").shortAttach()
                .with("--socket-dir-path", directory.toString()).run();
        Path link = directory.resolve(container.id());
        assertTrue(Files.isSymbolicLink(link), link + " is a link");
        assertEquals(container.bundle().directory(), link.toRealPath());
        assertTrue(Files.exists(link.resolve("attach")));
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

    private static void assertDoesNotFail(MonitoredContainer container) {
        try {
            container.launch();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A runtime that does nothing but what the test wants to see. */
    private Path runtime(String name, String script) throws IOException {
        Path program = Files.writeString(monitor.directory().resolve(name), script);
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }
}
