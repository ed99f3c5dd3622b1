package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Eventually;
import carafe.kernel.SocketCalls;
import carafe.monitor.system.NotifySocket;
import carafe.shim.NotifyFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a container tells the host's service manager. */
class NotifyIT {
    private static final int MESSAGE = 4096;

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void onlyHarmlessLinesReachTheHost() throws Exception {
        Path host = monitor.directory().resolve("host");
        int socket = monitor.sys().unixSocket(SocketCalls.SOCK_DGRAM);
        monitor.sys().bind(socket, host.toString());
        MonitoredContainer container = monitor.container("sleep 60").with("--sdnotify-socket", host.toString());
        // podman makes the directory before it starts the monitor
        Files.createDirectories(container.file(NotifyFilter.DIRECTORY));
        container.create();
        NotifySocket inside = new NotifySocket(monitor.sys(),
                container.file(NotifyFilter.DIRECTORY).resolve(NotifyFilter.SOCKET_NAME).toString());
        inside.send(bytes("MAINPID=1"));
        inside.send(bytes("READY=1\nMAINPID=1"));
        assertEquals("READY=1", receive(socket).strip());
        monitor.sys().close(socket);
    }

    /** The next message, without the newline that conmon puts at its end. */
    private String receive(int socket) {
        long buffer = monitor.sys().arena().allocate(MESSAGE, 8);
        int[] length = new int[1];
        Eventually.holds("the host gets a message", () -> {
            length[0] = monitor.sys().receive(socket, buffer, MESSAGE);
            return length[0] > 0;
        });
        return new String(monitor.sys().arena().getBytes(buffer, length[0]), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
