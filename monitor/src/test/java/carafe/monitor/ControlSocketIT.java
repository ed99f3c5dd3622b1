package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.shim.AttachFrame;
import carafe.shim.ControlRequest;
import carafe.shim.JsonObject;
import carafe.shim.LogPolicy;
import carafe.shim.MonitorClient;
import carafe.shim.Stream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The control socket. */
class ControlSocketIT {
    private static final String ECHO = "while read x; do echo got-$x; done; echo end >&2; exit 4";

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void hasAControlSocket() {
        monitor.onlyCarafe("has no control socket");
    }

    @Test
    void theSocketIsPrivate() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(
                container.file(ControlRequest.SOCKET_NAME))));
    }

    @Test
    void stateNamesThePidAndWaitGivesTheCode() throws Exception {
        MonitoredContainer container = monitor.container(ECHO).with("-i");
        int pid = container.create();
        try (SocketChannel waiting = connect(container); MonitorClient client = container.control()) {
            container.start();
            JsonObject state = client.call(new ControlRequest.State());
            assertEquals(pid, state.number("pid"));
            assertEquals("running", state.string("status"));
            assertEquals(container.monitorPid(), state.number("monitorPid"));
            // the request to wait is on its way before the container can end
            write(waiting, "{\"v\":1,\"id\":1,\"verb\":\"wait\"}\n");
            client.call(new ControlRequest.CloseStdin());
            assertTrue(read(waiting, "code").contains("\"code\":4"));
        }
    }

    @Test
    void eventsTellTheExit() throws Exception {
        MonitoredContainer container = monitor.container("exit 3");
        container.create();
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.Events());
            container.start();
            JsonObject event = client.nextEvent();
            assertEquals("exited", event.string("event"));
            assertEquals(3, event.number("code"));
            assertTrue(Files.exists(container.exitFile()), "the exit file is written before the exit is told");
        }
    }

    @Test
    void eventsTellTheStart() throws Exception {
        Path go = monitor.directory().resolve("go");
        MonitoredContainer container = monitor.container("exit 0").with("-r", monitor.program("waiting",
                "while [ ! -e " + go + " ]; do sleep 0.02; done; exec " + monitor.runtime() + " \"$@\"").toString());
        container.launch();
        Eventually.holds("the socket is there", () -> Files.exists(container.file(ControlRequest.SOCKET_NAME)));
        try (MonitorClient client = container.control()) {
            assertEquals("starting", client.call(new ControlRequest.State()).string("status"));
            client.call(new ControlRequest.Events());
            Files.createFile(go);
            JsonObject event = client.nextEvent();
            assertEquals("started", event.string("event"));
            assertEquals(container.message().value(), event.number("pid"));
        }
    }

    @Test
    void logsAreReopenedWhenAsked() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        Files.delete(container.file("log"));
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.ReopenLogs());
        }
        assertTrue(Files.exists(container.file("log")));
    }

    @Test
    void aUserWhoIsNeitherRootNorTheMonitorsIsRefused() throws Exception {
        Requires.root();
        Requires.program("/usr/bin/setpriv");
        MonitoredContainer container = monitor.container("sleep 60").run();
        // even if somebody has opened every way to the socket
        for (Path path = container.file(ControlRequest.SOCKET_NAME); path.startsWith(monitor.directory());
                path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Result result = Command.of(monitor.binary(), "ctl", container.file(ControlRequest.SOCKET_NAME), "state").under(
                "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups").run();
        assertTrue((result.stdout() + result.stderr()).contains("not-allowed"), result.stdout() + result.stderr());
        assertEquals(1, result.exit());
    }

    @Test
    void aPolicyThatSamplesKeepsSomeLines() throws Exception {
        MonitoredContainer container = monitor.container("sleep 0.2; seq 100000").with("--log-policy",
                "stdout:sample:10000:1000").run();
        container.exitCode();
        String log = container.log();
        assertTrue(log.contains(" stdout F 1\n"), "what is below the rate is kept");
        long kept = log.lines().filter(line -> line.contains(" stdout F ")).count();
        assertTrue(kept > 90 && kept < 50_000, kept + " lines are kept");
    }

    @Test
    void anAttachedClientGetsTheLatestOutputAndGivesInput() throws Exception {
        MonitoredContainer container = monitor.container("echo early; " + ECHO).with("-i").run();
        Eventually.holds("the first line is logged", () -> container.file("log").toFile().length() > 0);
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.Attach(100, true));
            assertFrame(client, AttachFrame.STDOUT, "early\n");
            client.sendFrame(AttachFrame.STDIN, "a\n".getBytes(), 2);
            assertFrame(client, AttachFrame.STDOUT, "got-a\n");
            client.sendFrame(AttachFrame.STDIN_END, new byte[0], 0);
            assertFrame(client, AttachFrame.STDERR, "end\n");
            assertEquals(4, AttachFrame.exitCode(client.readFrame().data()));
            assertThrows(EOFException.class, client::readFrame);
        }
    }

    @Test
    void replayIsAsLongAsAskedForAndBounded() throws Exception {
        MonitoredContainer container = monitor.container("seq 100000; sleep 60").with("--replay-buffer", "10000").run();
        Eventually.holds("all is logged", () -> endsWith(container, "100000\n"));
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.Attach(1 << 20, false));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            while (!got.toString().endsWith("\n100000\n")) {
                got.writeBytes(client.readFrame().data());
            }
            assertTrue(got.size() <= 10000 && got.size() > 9000, "replayed " + got.size());
        }
    }

    @Test
    void resizeNeedsATerminal() throws Exception {
        MonitoredContainer plain = monitor.container("sleep 60").run();
        try (MonitorClient client = plain.control()) {
            IOException refused = assertThrows(MonitorClient.Refused.class,
                    () -> client.call(new ControlRequest.Resize(10, 20)));
            assertTrue(refused.getMessage().contains("no terminal"), refused.getMessage());
        }
        MonitoredContainer terminal = monitor.container(monitor.bundle().terminal().script(
                "while [ ! -e /go ]; do sleep 0.05; done; stty size")).with("-t").run();
        try (MonitorClient client = terminal.control()) {
            client.call(new ControlRequest.Resize(31, 77));
        }
        Files.createFile(terminal.bundle().rootfs("/go"));
        terminal.exitCode();
        assertTrue(terminal.log().contains("31 77"), terminal.log());
    }

    @Test
    void aSignalReachesTheContainer() throws Exception {
        MonitoredContainer container = monitor.container(
                "trap 'exit 21' USR1; echo ready; while :; do sleep 0.1; done").run();
        Eventually.holds("the container is ready", () -> container.file("log").toFile().length() > 0);
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.Signal(10));
        }
        assertEquals(21, container.exitCode());
    }

    @Test
    void statsCountBytesAndLinesOfEachStream() throws Exception {
        MonitoredContainer container = monitor.container("seq 1000; echo x >&2; sleep 60").run();
        try (MonitorClient client = container.control()) {
            Eventually.holds("all is counted", () -> stats(client).equals("3893 1000 2 1"));
            assertTrue(client.call(new ControlRequest.Stats()).number("rss") > 0);
        }
    }

    private static String stats(MonitorClient client) {
        try {
            JsonObject stats = client.call(new ControlRequest.Stats());
            return stats.number("stdoutBytes") + " " + stats.number("stdoutLines") + " "
                    + stats.number("stderrBytes") + " " + stats.number("stderrLines");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPolicyThatDropsCountsAndSaysSoInTheLog() throws Exception {
        MonitoredContainer container = monitor.container(
                "while [ ! -e /go ]; do sleep 0.05; done; seq 100000; sleep 1.5; echo last; exit 0").run();
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.SetLogPolicy(Stream.STDOUT,
                    new LogPolicy(LogPolicy.Mode.DROP, 10000, 1)));
            Files.createFile(container.bundle().rootfs("/go"));
            container.exitCode();
        }
        String log = container.log();
        assertTrue(log.contains("bytes dropped by the log policy]"), "there is a marker");
        assertTrue(log.endsWith(" last\n"), log.substring(log.length() - 200));
        // all of it would be more than 4 MB; how much of it gets through depends on how long the container takes
        assertTrue(Files.size(container.file("log")) < 2_000_000, "the log has " + Files.size(container.file("log")));
    }

    @Test
    void aPolicyThatBlocksLosesNothingAndTakesItsTime() throws Exception {
        MonitoredContainer container = monitor.container("head -c 400000 /dev/zero | tr '\\0' '\\n'")
                .with("--log-policy", "stdout:block:100000");
        long begin = System.nanoTime();
        container.run().exitCode();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertEquals(400_000, container.log().lines().count());
        // a second's worth goes at once, and what is in the pipe (64 KiB) when the program ends is not held up
        assertTrue(millis > 1000, "it took " + millis + " ms");
    }

    @Test
    void aMalformedRequestGetsAnErrorAndTheConnectionGoesOn() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        try (SocketChannel socket = connect(container)) {
            write(socket, "nonsense\n{\"v\":1,\"id\":5,\"verb\":\"fly\"}\n{\"v\":1,\"id\":6,\"verb\":\"state\"}\n");
            String answer = read(socket, "\"id\":6");
            assertTrue(answer.contains("{\"id\":0,\"ok\":false,\"error\":\"bad-request\""), answer);
            assertTrue(answer.contains("{\"id\":5,\"ok\":false,\"error\":\"bad-request\""), answer);
            assertTrue(answer.contains("{\"id\":6,\"ok\":true"), answer);
        }
    }

    @Test
    void anOversizedRequestEndsTheConnectionAlone() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        try (SocketChannel socket = connect(container)) {
            write(socket, "x".repeat(5000));
            assertTrue(read(socket, "too-long").contains("\"error\":\"too-long\""));
        }
        try (MonitorClient client = container.control()) {
            assertEquals("running", client.call(new ControlRequest.State()).string("status"));
        }
    }

    @Test
    void aSizeMayBeToldBeforeThereIsATerminal() throws Exception {
        Path go = monitor.directory().resolve("go");
        MonitoredContainer container = monitor.container(monitor.bundle().terminal().script("stty size")).with("-t",
                "-r", monitor.program("waiting", "while [ ! -e " + go + " ]; do sleep 0.02; done; exec "
                        + monitor.runtime() + " \"$@\"").toString());
        container.launch();
        Eventually.holds("the socket is there", () -> Files.exists(container.file(ControlRequest.SOCKET_NAME)));
        try (MonitorClient client = container.control()) {
            client.call(new ControlRequest.Resize(4000, 77));
        }
        Files.createFile(go);
        assertTrue(container.message().value() > 0);
        container.start().exitCode();
        assertTrue(container.log().contains(" stdout F 4000 77\r\n"), container.log());
    }

    @Test
    void clientsThatSayNothingOrHalfOfItLockNobodyOut() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        List<SocketChannel> clients = new ArrayList<>();
        try (SocketChannel waiting = connect(container)) {
            write(waiting, "{\"v\":1,\"id\":1,\"verb\":\"wait\"}\n");
            for (int i = 0; i < 100; i++) {
                SocketChannel client = connect(container);
                clients.add(client);
                write(client, i % 2 == 0 ? "{\"v\":1,\"id\":1,\"verb\":\"st" : "");
            }
            try (MonitorClient client = container.control()) {
                assertEquals("running", client.call(new ControlRequest.State()).string("status"));
            }
            assertTrue(read(clients.getFirst(), "too-many").contains("\"error\":\"too-many-clients\""));
            container.signal(9);
            assertTrue(read(waiting, "code").contains("\"code\":137"), "who waits is not idle");
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void clientsThatWaitOrAreAttachedKeepTheirPlacesAndTheNextOneIsRefused() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        List<SocketChannel> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                clients.add(connect(container));
                write(clients.getLast(), "{\"v\":1,\"id\":1,\"verb\":\"events\"}\n");
                assertTrue(read(clients.getLast(), "ok").contains("\"ok\":true"));
            }
            try (SocketChannel late = connect(container)) {
                assertTrue(read(late, "too-many").contains("\"error\":\"too-many-clients\""));
            }
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void anIdleConnectionIsEndedInTime() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        try (SocketChannel half = connect(container); SocketChannel events = connect(container)) {
            write(events, "{\"v\":1,\"id\":1,\"verb\":\"events\"}\n");
            write(half, "{\"v\":1,\"id\":1,\"verb\":\"st");
            assertTrue(read(half, "timed-out").contains("\"error\":\"timed-out\""));
            assertEquals(-1, half.read(ByteBuffer.allocate(1)));
            container.signal(9);
            assertTrue(read(events, "code").contains("\"code\":137"), "who wants events is not idle");
        }
    }

    @Test
    void randomBytesDisturbNeitherMonitorNorContainer() throws Exception {
        MonitoredContainer container = monitor.container(ECHO).with("-i").run();
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(6000)];
            random.nextBytes(bytes);
            try (SocketChannel socket = connect(container)) {
                if (round % 2 == 0) {
                    write(socket, "{\"v\":1,\"id\":1,\"verb\":\"attach\",\"stdin\":false}\n");
                }
                socket.write(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                // the monitor may have ended the connection in the middle
                continue;
            }
        }
        try (MonitorClient client = container.control()) {
            assertEquals("running", client.call(new ControlRequest.State()).string("status"));
            client.call(new ControlRequest.CloseStdin());
        }
        assertEquals(4, container.exitCode());
    }

    private static SocketChannel connect(MonitoredContainer container) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(container.file(ControlRequest.SOCKET_NAME)));
        return socket;
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(SocketChannel socket, String until) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(64 * 1024);
        String text = "";
        while (!(text.contains(until) && text.endsWith("\n")) && socket.read(in) >= 0) {
            text = new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
        }
        return text;
    }

    private static void assertFrame(MonitorClient client, int type, String text) throws Exception {
        MonitorClient.Frame frame = client.readFrame();
        assertEquals(text, new String(frame.data(), StandardCharsets.UTF_8));
        assertEquals(type, frame.type());
    }

    private static boolean endsWith(MonitoredContainer container, String text) {
        try {
            return Files.exists(container.file("log")) && container.log().endsWith(text);
        } catch (IOException e) {
            return false;
        }
    }
}
