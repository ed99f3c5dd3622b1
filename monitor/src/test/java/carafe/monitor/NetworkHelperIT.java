package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.shim.ControlRequest;
import carafe.shim.JsonObject;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The program that gives a container its network. */
class NetworkHelperIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void hasHelpers() {
        monitor.onlyCarafe("has no network helper");
    }

    @Test
    void theHelperIsStartedAgainWhenItDiesAndEndedWithTheContainer() throws Exception {
        Path pids = monitor.directory().resolve("pids");
        Path helper = monitor.directory().resolve("helper");
        Files.writeString(helper, "#!/bin/sh\necho $$ $1 >> " + pids + "\nexec sleep 100\n");
        assertTrue(helper.toFile().setExecutable(true));
        MonitoredContainer container = monitor.container("sleep 60").with("--network-helper", helper + " {pid}");
        int pid = container.create();
        container.start();
        int first = helperPid(pids, 0);
        assertEquals(pid, Integer.parseInt(Files.readAllLines(pids).getFirst().split(" ")[1]));
        monitor.sys().kill(first, 9);
        int second = helperPid(pids, 1);
        try (MonitorClient client = container.control()) {
            JsonObject state = client.call(new ControlRequest.State());
            assertEquals("running, pid " + second, state.string("networkHelper"));
        }
        monitor.sys().kill(pid, 9);
        container.exitCode();
        Eventually.holds("the helper ends with the container", () -> !Proc.isAlive(second));
    }

    @Test
    void slirp4netnsForwardsAPortEvenAfterItWasKilled() throws Exception {
        Requires.program("/usr/bin/slirp4netns");
        Requires.root();
        Requires.file("/dev/net/tun");
        forwardsAPortEvenAfterItWasKilled(monitor.bundle(), "slirp4netns --configure --mtu=65520");
    }

    @Test
    void pastaForwardsAPortEvenAfterItWasKilled() throws Exception {
        Requires.program("/usr/bin/pasta");
        Requires.root();
        Requires.file("/dev/net/tun");
        Assumptions.assumeTrue(Proc.lines("net/route").stream().anyMatch(route -> route.contains("\t00000000\t")),
                "pasta takes addresses from the interface with the default route, and there is none");
        // As root it would become nobody, who may not enter the namespaces; as itself it gives up its capabilities, and
        // has them again in the container's user namespace.
        forwardsAPortEvenAfterItWasKilled(monitor.bundle().namespace("user").uidMapping(0, 0, 1000)
                .gidMapping(0, 0, 1000), "pasta --runas 0:0 --config-net");
    }

    private void forwardsAPortEvenAfterItWasKilled(Bundle bundle, String helper) throws Exception {
        int port = freePort();
        MonitoredContainer container = monitor.container(bundle.script(
                "while :; do echo hello | nc -l -p 7000; done")).with("--network-helper", helper,
                "--port-forward", "127.0.0.1:" + port + ":7000").run();
        Eventually.holds(() -> "port " + port + " leads into the container, helper " + helperState(container),
                () -> greeting(port).equals("hello\n"));
        String state = helperState(container);
        monitor.sys().kill(Integer.parseInt(state.substring(state.lastIndexOf(' ') + 1)), 9);
        Eventually.holds(() -> "port " + port + " leads into the container again, " + helperState(container),
                () -> !helperState(container).equals(state) && greeting(port).equals("hello\n"));
        String last = helperState(container);
        monitor.sys().kill(Integer.parseInt(Files.readString(container.file("pid")).strip()), 9);
        assertEquals(137, container.exitCode());
        Eventually.holds("the helper ends with the container",
                () -> !Proc.isAlive(Integer.parseInt(last.substring(last.lastIndexOf(' ') + 1))));
    }

    private static String helperState(MonitoredContainer container) {
        try (MonitorClient client = container.control()) {
            return client.call(new ControlRequest.State()).string("networkHelper");
        } catch (IOException | ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a connection gives; empty if there is none. */
    private static String greeting(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            return new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static int helperPid(Path pids, int line) {
        Eventually.holds("the helper was started " + (line + 1) + " times", () -> {
            try {
                return Files.exists(pids) && Files.readAllLines(pids).size() > line;
            } catch (IOException e) {
                return false;
            }
        });
        try {
            return Integer.parseInt(Files.readAllLines(pids).get(line).split(" ")[0]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
