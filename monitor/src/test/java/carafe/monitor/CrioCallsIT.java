package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.kernel.Spawn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The monitor as CRI-O 1.33.13 calls it: with exactly the arguments and the environment that were recorded while
 * scripts/check-crio ran over conmon 2.1.6, and what the engine reads of it.
 */
class CrioCallsIT {
    private static final int SYNC = 3;
    private static final int START = 4;
    private static final List<String> ENVIRONMENT = List.of("CRI_O_EXTERNAL=1",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "_OCI_SYNCPIPE=" + SYNC, "_OCI_STARTPIPE=" + START);

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private final String id = Long.toHexString(System.nanoTime()).repeat(8).substring(0, 64);
    private Bundle bundle;
    private int sync = -1;

    @BeforeEach
    void directories() throws IOException {
        for (String name : List.of("exits", "persist", "attach")) {
            Files.createDirectories(place(name));
        }
    }

    @AfterEach
    void removeTheContainer() {
        runtime("delete", "--force").run();
        if (sync >= 0) {
            monitor.sys().close(sync);
        }
    }

    @Test
    void aContainerIsCreatedAndItsEndFound() throws Exception {
        assertEquals(0, create(monitor.bundle().script("echo out; echo error >&2; exit 3")));
        String message = message();
        assertEquals("{\"pid\": " + Files.readString(bundle.directory().resolve("pidfile")) + "}", message);
        assertTrue(Files.exists(bundle.directory().resolve("conmon-pidfile")));
        assertTrue(Files.exists(place("attach").resolve(id).resolve("attach")));
        runtime("start").run().succeeds();
        Eventually.holds("an exit file", () -> Files.exists(place("exits").resolve(id)));
        assertEquals("3", Files.readString(place("exits").resolve(id)));
        List<String> log = Files.readAllLines(place("container.log"));
        assertTrue(log.stream().anyMatch(line -> line.endsWith(" stdout F out")), log::toString);
        assertTrue(log.stream().anyMatch(line -> line.endsWith(" stderr F error")), log::toString);
    }

    @Test
    void aContainerThatCannotBeCreatedIsReportedInTheRuntimesWords() throws Exception {
        create(monitor.bundle().args("/no/such"));
        String message = message();
        assertTrue(message.startsWith("{\"pid\": -1, \"message\": "), message);
        assertTrue(message.contains("no such file or directory"), message);
    }

    @Test
    void anExecLeavesItsOutputInItsLogAndReportsItsExitCode() throws Exception {
        createAndStart(monitor.bundle().script("sleep 1000"));
        assertEquals(7, exec("printf out; exit 7"));
        assertEquals("{\"exit_code\": 7}", message());
        List<String> log = Files.readAllLines(place("exec.log"));
        assertTrue(log.size() == 1 && log.getFirst().endsWith(" stdout P out"), log::toString);
    }

    @Test
    void anExecThatTakesTooLongIsReportedInWords() throws Exception {
        createAndStart(monitor.bundle().script("sleep 1000"));
        exec("sleep 1000", "-T", "1");
        String message = message();
        assertTrue(message.contains("-1") && message.contains("\"command timed out\""), message);
    }

    @Test
    void whereTheContainerHasATerminalAnExecHasOne() throws Exception {
        createAndStart(monitor.bundle().script("sleep 1000").terminal(), "-t");
        assertEquals(0, exec("tty", "-t"));
        assertTrue(Files.readString(place("exec.log")).contains(" stdout F /dev/pts/"), "no terminal");
    }

    // ---- the calls

    private void createAndStart(Bundle container, String... more) throws IOException {
        assertEquals(0, create(container, more));
        message();
        runtime("start").run().succeeds();
    }

    private int create(Bundle container, String... more) throws IOException {
        bundle = container;
        bundle.write();
        String directory = bundle.directory().toString();
        List<String> words = new ArrayList<>(List.of(monitor.binary().toString(), "-b", directory, "-c", id,
                "--exit-dir", place("exits").toString(), "-l", place("container.log").toString(), "--log-level", "info",
                "-n", "k8s_container_pod_check_pod_0", "-P", directory + "/conmon-pidfile",
                "-p", directory + "/pidfile", "--persist-dir", place("persist").toString(), "-r", monitor.runtime(),
                "--runtime-arg", "--root=" + place("runtime"), "--socket-dir-path", place("attach").toString(),
                "--syslog", "-u", id));
        words.addAll(List.of(more));
        return call(words);
    }

    private int exec(String script, String... more) throws IOException {
        Path process = Files.writeString(place("process.json"), """
                {"terminal": %s, "user": {"uid": 0, "gid": 0}, "args": ["sh", "-c", "%s"],
                 "env": ["PATH=/usr/bin:/bin", "TERM=xterm", "PATH=/bin:/usr/bin"], "cwd": "/"}
                """.formatted(List.of(more).contains("-t"), script));
        List<String> words = new ArrayList<>(List.of(monitor.binary().toString(), "-c", id,
                "-n", "k8s_container_pod_check_pod_0", "-r", monitor.runtime(), "-p", place("exec.pid").toString(),
                "-e", "-l", place("exec.log").toString(), "--socket-dir-path", place("attach").toString(),
                "--log-level", "info", "--sync", "--log-global-size-max", "16777216"));
        words.addAll(List.of(more));
        words.addAll(List.of("--exec-process-spec", process.toString(), "--runtime-arg", "--root=" + place("runtime")));
        return call(words);
    }

    /** The exit status of the process that is called; the engine waits for it before it reads the message. */
    private int call(List<String> words) {
        if (sync >= 0) {
            monitor.sys().close(sync);
        }
        int[] messages = new int[2];
        int[] start = new int[2];
        monitor.sys().pipe(messages);
        monitor.sys().pipe(start);
        int pid = new Spawn(monitor.sys().arena()).descriptor(messages[1], SYNC).descriptor(start[0], START)
                .start(words.getFirst(), words, ENVIRONMENT);
        monitor.sys().close(messages[1]);
        monitor.sys().close(start[0]);
        monitor.sys().writeAll(start[1], new byte[] {0});
        monitor.sys().close(start[1]);
        monitor.sys().waitFor(pid, 0);
        sync = messages[0];
        return monitor.sys().waitStatus() >> 8 & 0xff;
    }

    private String message() {
        return new String(monitor.sys().readToEndOfLine(sync), StandardCharsets.UTF_8).strip();
    }

    private Command runtime(String verb, String... more) {
        return Command.of(monitor.runtime(), "--root", place("runtime"), verb).with((Object[]) more).with(id);
    }

    private Path place(String name) {
        return monitor.directory().resolve(name);
    }
}
