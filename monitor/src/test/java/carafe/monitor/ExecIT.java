package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Result;
import carafe.shim.SyncMessage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Exec sessions. */
@Tag("guest")
class ExecIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private MonitoredContainer container;

    @BeforeEach
    void aContainerRuns() throws Exception {
        container = monitor.container("sleep 100").run();
    }

    @Test
    void pidAndExitCodeAreReported() throws Exception {
        MonitoredContainer session = container.exec("e1", process("echo in; exit 7"));
        assertEquals(0, session.launch());
        assertTrue(session.message().value() > 0);
        assertEquals(7, session.message().value());
        assertNull(session.message());
        assertTrue(Files.readString(container.file("e1/log")).endsWith(" stdout F in\n"));
    }

    @Test
    void theOldApiReportsTheExitCodeAlone() throws Exception {
        MonitoredContainer session = container.exec("e2", process("exit 7")).legacyApi().with("--sync");
        assertEquals(7, session.launch(), "with --sync the monitor's exit code is the command's");
        assertEquals(7, session.message().value());
    }

    /** CRI-O gives the text of the records to the caller, with the newline of each that is not partial. */
    @Test
    void theLogOfASessionHasNoNewlineThatTheCommandDidNotWrite() throws Exception {
        MonitoredContainer session = container.exec("e6", process("printf none; printf error >&2")).legacyApi()
                .with("--sync");
        assertEquals(0, session.launch());
        List<String> records = Files.readAllLines(container.file("e6/log"));
        assertEquals(2, records.size(), records::toString);
        assertTrue(records.stream().anyMatch(record -> record.endsWith(" stdout P none")), records::toString);
        assertTrue(records.stream().anyMatch(record -> record.endsWith(" stderr P error")), records::toString);
    }

    @Test
    void aCommandThatDoesNotExistIsAFailure() throws Exception {
        MonitoredContainer session = container.exec("e3", process("x")
                .replace("\"sh\", \"-c\", \"x\"", "\"/no/such\""));
        session.launch();
        SyncMessage message = session.message();
        assertEquals(-1, message.value());
        assertTrue(message.text().contains("/no/such"), message.text());
    }

    @Test
    void aTimeoutIsReportedInItsOwnWords() throws Exception {
        MonitoredContainer session = container.exec("e4", process("sleep 50")).legacyApi().with("-T", "1");
        session.launch();
        SyncMessage message = session.message();
        assertEquals(-1, message.value());
        assertEquals(SyncMessage.TIMED_OUT, message.text());
    }

    @Test
    void withExecAttachTheCommandWaitsForTheSecondStartMessage() throws Exception {
        int[] start = new int[2];
        int[] attach = new int[2];
        monitor.sys().pipe(start);
        monitor.sys().pipe(attach);
        MonitoredContainer session = container.exec("e5", process("echo first; exit 3")).with("--exec-attach")
                .variable("_OCI_STARTPIPE", "4").variable("_OCI_ATTACHPIPE", "5")
                .passing(start[0], 4).passing(attach[1], 5);
        monitor.sys().writeAll(start[1], new byte[] {0});
        assertEquals(0, session.launch());
        String ready = new String(monitor.sys().readToEndOfLine(attach[0]));
        assertEquals(0, SyncMessage.decode(ready).value());
        Thread.sleep(200);
        assertFalse(Files.exists(container.file("e5/pid")), "the command runs already");
        try (AttachedClient client = new AttachedClient(monitor.sys(), container.file("e5/attach").toString())) {
            monitor.sys().writeAll(start[1], new byte[] {0});
            assertTrue(session.message().value() > 0);
            client.waitForEnd();
            assertEquals("first\n", client.stdout());
        }
        assertEquals(3, session.message().value());
    }

    @Test
    void aSessionMayHaveATerminalOfItsOwn() throws Exception {
        MonitoredContainer session = container.exec("e6", process("until stty size | grep -q '31 77'; do sleep 0.05; "
                + "done; read x; echo got-$x; exit 3").replace("\"terminal\": false", "\"terminal\": true"))
                .with("-t", "-i");
        session.launch();
        assertTrue(session.message().value() > 0);
        Files.writeString(container.file("e6/ctl"), "1 31 77\n");
        try (AttachedClient client = new AttachedClient(monitor.sys(), container.file("e6/attach").toString())) {
            client.send("word\n");
            client.waitFor("got-word\r\n");
        }
        assertEquals(3, session.message().value());
    }

    /** Podman tells the size once, when it is attached and before it lets the session start. */
    @Test
    void aSizeThatIsToldBeforeTheSessionIsStartedIsItsFirst() throws Exception {
        int[] start = new int[2];
        int[] attach = new int[2];
        monitor.sys().pipe(start);
        monitor.sys().pipe(attach);
        MonitoredContainer session = container.exec("e7", process("stty size; exit 3")
                .replace("\"terminal\": false", "\"terminal\": true")).with("-t", "-i", "--exec-attach")
                .variable("_OCI_STARTPIPE", "4").variable("_OCI_ATTACHPIPE", "5")
                .passing(start[0], 4).passing(attach[1], 5);
        monitor.sys().writeAll(start[1], new byte[] {0});
        assertEquals(0, session.launch());
        monitor.sys().readToEndOfLine(attach[0]);
        Files.writeString(container.file("e7/ctl"), "1 31 77\n");
        try (AttachedClient client = new AttachedClient(monitor.sys(), container.file("e7/attach").toString())) {
            monitor.sys().writeAll(start[1], new byte[] {0});
            assertTrue(session.message().value() > 0);
            client.waitForEnd();
            assertEquals("31 77\r\n", client.stdout());
        }
        assertEquals(3, session.message().value());
    }

    @Test
    void theWordsOfCriODoWithoutBundleAndSessionId() throws Exception {
        Path spec = Files.writeString(monitor.directory().resolve("process"),
                process("echo out; echo err >&2; exit 7"));
        Path log = monitor.directory().resolve("log");
        Path sync = monitor.directory().resolve("sync");
        Result result = Command.of(monitor.binary(), "-c", container.id(), "-n", "name", "-r", monitor.runtime(), "-p",
                monitor.directory().resolve("pid"), "-e", "-l", log, "--socket-dir-path", monitor.directory(),
                "--log-level", "info", "--sync", "--log-global-size-max", "16777216", "-T", "60", "-s",
                "--exec-process-spec", spec).after("export _OCI_SYNCPIPE=3; exec 3> " + sync).run();
        assertEquals(7, result.exit());
        assertEquals("{\"exit_code\": 7}\n", Files.readString(sync));
        assertEquals("err\nout\n", LoggedText.of(log).lines().sorted().collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void manySessionsAtOnceKeepApart() throws Exception {
        MonitoredContainer[] sessions = new MonitoredContainer[8];
        for (int i = 0; i < sessions.length; i++) {
            sessions[i] = container.exec("m" + i, process("sleep 0.3; exit " + (i + 1)));
            sessions[i].launch();
        }
        for (int i = 0; i < sessions.length; i++) {
            assertTrue(sessions[i].message().value() > 0);
            assertEquals(i + 1, sessions[i].message().value());
        }
        Eventually.holds("the container still runs", () -> Files.notExists(container.exitFile()));
    }

    @Test
    void theContainersOwnMonitorLooksAfterItsSessions() throws Exception {
        monitor.onlyCarafe("has a process for each session");
        monitor.onlyNative("a JVM has a socket open that it would have to hand on");
        MonitoredContainer[] sessions = new MonitoredContainer[6];
        for (int i = 0; i < sessions.length; i++) {
            sessions[i] = container.exec("o" + i, process("while [ ! -e /go ]; do sleep 0.1; done; exit " + (i + 1)));
            assertEquals(0, sessions[i].launch());
            assertTrue(sessions[i].message().value() > 0);
        }
        assertEquals(List.of(container.monitorPid()), monitors());
        Files.createFile(container.bundle().rootfs("/go"));
        for (int i = 0; i < sessions.length; i++) {
            assertEquals(i + 1, sessions[i].message().value());
        }
        assertTrue(container.monitorLives());
    }

    /** What the runtime gets of the process that starts it would not be what the engine has given. */
    @Test
    void aSessionWithOtherLimitsHasAMonitorOfItsOwn() throws Exception {
        MonitoredContainer session = container.exec("o7", process("ulimit -n; sleep 1; exit 3"))
                .under("/usr/bin/prlimit", "--nofile=77:77");
        assertEquals(0, session.launch());
        assertTrue(session.message().value() > 0);
        assertEquals(3, session.message().value());
        assertTrue(Files.readString(container.file("o7/log")).endsWith(" stdout F 77\n"));
    }

    @Test
    void whoeverStartsASessionIsToldItsEndWhenTheContainerEndsFirst() throws Exception {
        Path done = monitor.directory().resolve("cleaned-up");
        MonitoredContainer session = container.exec("o8", process("sleep 100")).with("--exit-command", "/bin/sh",
                "--exit-command-arg", "-c", "--exit-command-arg", "echo cleaned up > " + done);
        assertEquals(0, session.launch());
        assertTrue(session.message().value() > 0);
        container.signal(9);
        assertEquals(137, container.exitCode());
        assertEquals(137, session.message().value());
        Eventually.holds("the session's exit command has run", () -> Files.exists(done));
    }

    /** It might start the command as soon as it gets to it: nobody else may start it meanwhile. */
    @Test
    void aMonitorThatAnswersLateIsWaitedFor() throws Exception {
        monitor.onlyCarafe("has a process for each session");
        monitor.onlyNative("a JVM has a socket open that it would have to hand on");
        Path elsewhere = Files.createDirectories(monitor.directory().resolve("elsewhere/session"));
        MonitoredContainer session = container.exec("o9", process("exit 3")).with("--bundle", elsewhere.toString());
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(elsewhere.resolveSibling("control"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            session.begin();
            try (SocketChannel client = server.accept()) {
                receive(client);
                send(client, "{\"id\":1,\"ok\":true,\"container\":\"" + container.id() + "\",\"exec\":false}\n");
                receive(client);
                // longer than what is waited for any other answer
                Thread.sleep(6000);
                send(client, "{\"id\":2,\"ok\":true}\n");
                assertEquals(0, session.awaitLauncher());
            }
        }
        assertNull(session.message());
        assertFalse(Files.exists(container.file("o9/pid")));
    }

    private static void receive(SocketChannel client) throws IOException {
        assertTrue(client.read(ByteBuffer.allocate(4096)) > 0);
    }

    private static void send(SocketChannel client, String line) throws IOException {
        client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The monitors that have this container's id among their words. */
    private List<Integer> monitors() throws IOException {
        List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String words;
                try {
                    words = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                    // it has ended
                    continue;
                }
                if (words.contains("\0" + container.id() + "\0") && words.contains("\0--full-attach\0")) {
                    found.add(Integer.parseInt(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static String process(String script) {
        return """
                {"terminal": false, "user": {"uid": 0, "gid": 0}, "args": ["sh", "-c", "%s"],
                 "env": ["PATH=/bin:/usr/bin"], "cwd": "/"}
                """.formatted(script);
    }
}
