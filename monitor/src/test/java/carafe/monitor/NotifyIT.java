package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Eventually;
import carafe.kernel.SocketCalls;
import carafe.monitor.system.NotifySocket;
import carafe.shim.NotifyFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container tells the host's service manager. */
class NotifyIT {
    private static final int MESSAGE = 4096;
    private static final List<String> PASSED_BY_2_1_6 = List.of("READY=1", "WATCHDOG=1");

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private int socket = -1;
    private Path relaySocket;

    @AfterEach
    void closeHost() {
        if (socket >= 0) {
            monitor.sys().close(socket);
        }
    }

    @Test
    void onlyHarmlessLinesReachTheHost() throws Exception {
        NotifySocket inside = relay();
        for (String harmful : List.of("MAINPID=1", "FDSTORE=1", "READY=0", "XSTATUS=x", "WATCHDOG_USEC=1")) {
            inside.send(bytes(harmful));
        }
        inside.send(bytes("READY=1\nMAINPID=1"));
        // nothing comes before it
        assertEquals("READY=1", next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"READY=1", "RELOADING=1", "STOPPING=1", "WATCHDOG=1", "WATCHDOG=trigger", "STATUS=at work",
        "ERRNO=2", "BUSERROR=org.example", "MONOTONIC_USEC=5"})
    void harmlessLinesReachTheHost(String line) throws Exception {
        Assumptions.assumeFalse(monitor.isConmon() && !PASSED_BY_2_1_6.contains(line), "conmon: 2.1.6 drops it");
        relay().send(bytes(line));
        assertEquals(line, next());
    }

    @Test
    void everyUserOfTheContainerMayTell() throws Exception {
        relay();
        assertEquals("rwxrwxrwx", PosixFilePermissions.toString(Files.getPosixFilePermissions(relaySocket)));
    }

    /** A running container's socket. */
    private NotifySocket relay() throws Exception {
        Path host = monitor.directory().resolve("host");
        socket = monitor.sys().unixSocket(SocketCalls.SOCK_DGRAM);
        monitor.sys().bind(socket, host.toString());
        MonitoredContainer container = monitor.container("sleep 60").with("--sdnotify-socket", host.toString());
        // podman makes the directory before it starts the monitor
        Files.createDirectories(container.file(NotifyFilter.DIRECTORY));
        container.create();
        relaySocket = container.file(NotifyFilter.DIRECTORY).resolve(NotifyFilter.SOCKET_NAME);
        return new NotifySocket(monitor.sys(), relaySocket.toString());
    }

    /** The next message, without the newline that conmon puts at its end. */
    private String next() {
        long buffer = monitor.sys().arena().allocate(MESSAGE, 8);
        int[] length = new int[1];
        Eventually.holds("the host gets a message", () -> {
            length[0] = monitor.sys().receive(socket, buffer, MESSAGE);
            return length[0] > 0;
        });
        return new String(monitor.sys().arena().getBytes(buffer, length[0]), StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
