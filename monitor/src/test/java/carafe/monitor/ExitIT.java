package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left behind and done when a container has ended. */
class ExitIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void theExitFilesHoldTheCodeWithoutNewline() throws Exception {
        MonitoredContainer container = monitor.container("exit 7").run();
        container.exitCode();
        assertEquals("7", Files.readString(container.exitFile()));
        assertEquals("7", Files.readString(container.file("persist/exit")));
    }

    @Test
    void anExitFileReplacesAnOldOneAtOnce() throws Exception {
        MonitoredContainer container = monitor.container("exit 7");
        container.create();
        Path old = monitor.directory().resolve("old");
        Files.writeString(container.exitFile(), "old");
        Files.createLink(old, container.exitFile());
        container.start();
        Eventually.holds("there is another file", () -> read(container.exitFile()).equals("7"));
        assertEquals("old", Files.readString(old), "the old file was not written to");
    }

    @Test
    void theExitCommandRunsWithItsArgumentsAfterTheExitFileIsWritten() throws Exception {
        MonitoredContainer container = monitor.container("exit 3");
        Path out = withExitCommand(container, "echo \"$1 $2 $(cat " + container.exitFile() + ") $FROM_ENGINE\"");
        container.with("--exit-command-arg", "a b", "--exit-command-arg", "c").variable("FROM_ENGINE", "yes").run();
        assertEquals("a b c 3 yes", written(out));
    }

    @Test
    void theExitCommandRunsAfterAFailedStartToo() throws Exception {
        MonitoredContainer container = monitor.container(monitor.bundle().args("/no/such/program"));
        Path out = withExitCommand(container, "echo ran");
        container.launch();
        assertEquals(-1, container.message().value());
        assertEquals("ran", written(out));
    }

    @Test
    void theExitCommandHasNothingOfTheMonitorsAndDefaultSignals() throws Exception {
        MonitoredContainer container = monitor.container("exit 0");
        // the list of descriptors is itself one
        Path out = withExitCommand(container, "ls /proc/self/fd; grep -E '^Sig(Blk|Ign)' /proc/self/status");
        container.with("-i").run();
        String[] words = written(out).split("\\s+");
        assertEquals("0 1 2 3", String.join(" ", words[0], words[1], words[2], words[3]));
        assertEquals("SigBlk:", words[4], "there are no more descriptors");
        assertEquals(0, Long.parseLong(words[5], 16) & 1L << 16, "SIGCHLD is not blocked");
        assertEquals(0, Long.parseLong(words[7], 16) & 1L << 16, "SIGCHLD is not ignored");
    }

    @Test
    void theExitCommandWaitsForItsDelayAndTheEngineDoesNot() throws Exception {
        int[] reserved = new int[2];
        monitor.sys().pipe(reserved);
        MonitoredContainer container = monitor.container("exit 3").passing(reserved[1], 20);
        Path out = withExitCommand(container, "date +%s%N");
        container.with("--exit-delay", "3").run();
        monitor.sys().close(reserved[1]);
        container.exitCode();
        assertNull(container.message(), "the sync pipe is closed");
        assertEquals(0, monitor.sys().readToEnd(reserved[0]).length, "a port is free");
        assertFalse(Files.exists(out));
        long exited = Files.getLastModifiedTime(container.exitFile()).toMillis();
        long ran = Long.parseLong(written(out)) / 1_000_000;
        assertTrue(ran - exited >= 2900, "the command ran " + (ran - exited) + " ms after the exit");
    }

    @Test
    void portsAreFreeWhenAFailedStartIsCleanedUp() throws Exception {
        int[] reserved = new int[2];
        monitor.sys().pipe(reserved);
        MonitoredContainer container = monitor.container(monitor.bundle().args("/no/such/program"))
                .passing(reserved[1], 20);
        Path out = withExitCommand(container, "echo ran");
        container.with("--exit-delay", "3").launch();
        monitor.sys().close(reserved[1]);
        assertEquals(-1, container.message().value());
        assertNull(container.message(), "the sync pipe is closed");
        assertEquals(0, monitor.sys().readToEnd(reserved[0]).length, "a port is free");
        assertFalse(Files.exists(out), "the command has not run");
    }

    @Test
    void theExitCommandsStatusIsTheMonitors() throws Exception {
        monitor.onlyCarafe("forgets it while it collects what else there is");
        MonitoredContainer container = monitor.container("true").with("--sync", "-r",
                monitor.program("failing", "exit 1").toString());
        container.with("--exit-command", monitor.program("cleanup", "exit 42").toString());
        assertEquals(42, container.launch());
    }

    @Test
    void withSyncTheMonitorEndsWithTheFailureOfTheStart() throws Exception {
        MonitoredContainer container = monitor.container("true").with("--sync", "-r",
                monitor.program("failing", "echo no >&2; exit 5").toString());
        assertEquals(1, container.launch());
        assertEquals(-1, container.message().value());
    }

    @Test
    void aTimeoutKillsTheContainerAndTheCodeIsMinus1() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60 & wait").with("-T", "1");
        int pid = container.create();
        container.start();
        assertEquals(-1, container.exitCode());
        Eventually.holds("the container is dead", () -> !Proc.isAlive(pid));
    }

    @Test
    void socketsAreGoneAfterwards() throws Exception {
        monitor.onlyCarafe("2.1.6 leaves them");
        Path directory = Files.createDirectory(monitor.directory().resolve("short"));
        MonitoredContainer container = monitor.container("exit 0").shortAttach()
                .with("--socket-dir-path", directory.toString()).run();
        container.exitCode();
        container.waitForMonitor();
        for (Path socket : List.of(directory.resolve(container.id()), container.file("attach"),
                container.file("control"))) {
            assertFalse(Files.exists(socket, LinkOption.NOFOLLOW_LINKS), socket + " is still there");
        }
    }

    /** The file in which the command's output appears as a whole. */
    private Path withExitCommand(MonitoredContainer container, String script) throws Exception {
        Path out = monitor.directory().resolve("out");
        container.with("--exit-command", monitor.program("cleanup", "{ " + script + "; } > " + out + ".new; mv " + out
                + ".new " + out).toString());
        return out;
    }

    private static String written(Path out) {
        Eventually.holds("the exit command has run", () -> Files.exists(out));
        return read(out).strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
