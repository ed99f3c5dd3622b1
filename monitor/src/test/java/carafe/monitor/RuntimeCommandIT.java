package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With what the runtime is started; the runtime here only tells what it sees. */
class RuntimeCommandIT {
    private static final String WORDS = "echo \"$@\"";

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void optionsForTheRuntimeAreHandedOn() throws Exception {
        MonitoredContainer container = monitor.container("true").with("--systemd-cgroup", "--no-pivot",
                "--no-new-keyring", "--runtime-arg", "--global", "--runtime-arg", "two words", "--runtime-opt",
                "--own");
        assertEquals("--systemd-cgroup --global two words create --bundle " + container.bundle().directory()
                + " --pid-file " + container.file("pid") + " --no-pivot --no-new-keyring --own " + container.id(),
                seenBy(container, WORDS));
    }

    @Test
    void withRestoreTheRuntimeIsToldTheImageAndTheBundle() throws Exception {
        MonitoredContainer container = monitor.container("true").with("--restore", "/image", "--no-pivot",
                "--no-new-keyring", "--runtime-arg", "--global", "--runtime-opt", "--own");
        Path bundle = container.bundle().directory();
        assertEquals("--global restore --bundle " + bundle + " --pid-file " + container.file("pid")
                + " --no-pivot --no-new-keyring --detach --image-path /image --work-path " + bundle + " --own "
                + container.id(), seenBy(container, WORDS));
    }

    @Test
    void anExecSessionIsStartedFromItsProcessFile() throws Exception {
        MonitoredContainer container = monitor.container("true");
        MonitoredContainer session = container.exec("e", "{}").with("--systemd-cgroup", "--no-pivot",
                "--runtime-arg", "--global", "--runtime-opt", "--own");
        assertEquals("--global exec --pid-file " + container.file("e/pid") + " --process "
                + container.file("e/process.json") + " --detach --own " + container.id(), seenBy(session, WORDS),
                "what is for create alone is left out");
    }

    @Test
    void aTerminalIsAskedForWithASocketInTheTemporaryDirectory() throws Exception {
        Path temporary = Files.createDirectory(monitor.directory().resolve("temporary"));
        MonitoredContainer container = monitor.container("true").with("-t").variable("TMPDIR", temporary.toString());
        String[] words = seenBy(container, WORDS + "; ls -d " + temporary + "/*").split("\\s+");
        List<String> all = List.of(words);
        String socket = words[all.indexOf("--console-socket") + 1];
        assertTrue(socket.startsWith(temporary + "/"), socket);
        assertEquals(List.of(container.id(), socket), all.subList(words.length - 2, words.length));
        // conmon leaves it behind when the runtime fails
        Eventually.holds("the socket is removed", () -> monitor.isConmon() || Files.notExists(Path.of(socket)));
    }

    @Test
    void oldNamesOfOptionsWork() throws Exception {
        MonitoredContainer container = monitor.container("true").with("--pidfile", "/old/name",
                "--restore-arg", "--own");
        String words = seenBy(container, WORDS);
        assertTrue(words.contains(" --pid-file /old/name --own "), words);
    }

    @Test
    void bundleAndPidFileAreInTheCurrentDirectoryByDefault() throws Exception {
        Path here = Files.createDirectory(monitor.directory().resolve("here"));
        Path seen = monitor.directory().resolve("seen");
        Command.of(monitor.binary(), "-c", "some-id", "-u", "u", "-l", "none", "--full-attach", "-r",
                telling(seen, WORDS)).in(here).run().succeeds();
        Eventually.holds("the runtime was started", () -> Files.exists(seen));
        assertEquals("create --bundle " + here + " --pid-file " + here.resolve("pidfile-some-id") + " some-id",
                Files.readString(seen).strip());
    }

    @Test
    void theEnvironmentIsTheEnginesAndNoDescriptorIsTheMonitors() throws Exception {
        MonitoredContainer container = monitor.container("true").variable("FROM_ENGINE", "yes");
        String text = seenBy(container, "ls -l /proc/self/fd; env");
        assertTrue(text.contains("FROM_ENGINE=yes"), text);
        assertFalse(text.contains("CARAFE_MONITOR"), text);
        assertFalse(text.contains("eventpoll") || text.contains("signalfd") || text.contains("/log"), text);
        assertFalse(text.contains(" 3 -> pipe"), "the sync pipe is not for the runtime: " + text);
    }

    @Test
    void descriptorsOfTheEngineReachTheRuntime() throws Exception {
        int[] pipe = new int[2];
        monitor.sys().pipe(pipe);
        MonitoredContainer container = monitor.container("true").passing(pipe[1], 20);
        String link = seenBy(container, "readlink /proc/self/fd/20");
        assertEquals(monitor.sys().readlink("/proc/self/fd/" + pipe[1]), link);
    }

    @Test
    void theMaskIs022AndTheOomScoreTheEngines() throws Exception {
        Requires.root();
        monitor.onlyCarafe("2.1.6 keeps the engine's mask, and gives every runtime the score 0");
        MonitoredContainer container = monitor.container("true").under("/bin/sh", "-c",
                "umask 077; exec choom -n 321 -- \"$@\"", "sh");
        assertEquals("0022 321", seenBy(container, "echo $(umask) $(cat /proc/self/oom_score_adj)"));
    }

    @Test
    void theSocketsOfAServiceManagerAreForTheRuntime() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --replace-listen-pid");
        MonitoredContainer container = monitor.container("true").with("--replace-listen-pid")
                .variable("LISTEN_PID", "1").variable("LISTEN_FDS", "2");
        assertEquals("same 2", seenBy(container, "[ $LISTEN_PID = $$ ] && echo same $LISTEN_FDS"));
    }

    @Test
    void socketsForTheMonitorItselfAreForTheRuntimeToo() throws Exception {
        MonitoredContainer container = monitor.container("true").with("--sync").variable("LISTEN_FDS", "2")
                .under("/bin/sh", "-c", "export LISTEN_PID=$$; exec \"$@\"", "sh");
        assertEquals("same 2", seenBy(container, "[ $LISTEN_PID = $$ ] && echo same $LISTEN_FDS"));
    }

    @Test
    void socketsForSomebodyElseStayTheirs() throws Exception {
        MonitoredContainer container = monitor.container("true").variable("LISTEN_PID", "1");
        assertEquals("1", seenBy(container, "echo $LISTEN_PID"));
    }

    /** What a runtime prints that then fails. */
    private String seenBy(MonitoredContainer container, String script) throws Exception {
        Path seen = monitor.directory().resolve("seen");
        container.with("-r", telling(seen, script).toString()).launch();
        Eventually.holds("the runtime was started", () -> Files.exists(seen));
        return Files.readString(seen).strip();
    }

    private Path telling(Path seen, String script) throws Exception {
        return monitor.program("telling", "{ " + script + "; } > " + seen + ".new; mv " + seen + ".new " + seen
                + "\necho no >&2; exit 1");
    }
}
