package carafe.container.setup.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.SetupFailed;
import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.servant.Servant;
import carafe.spec.NetDevice;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The "host" is a network namespace of the test's own, so that no device of the machine is touched. */
class NetDevicesTest {
    private LocalKernel local;
    private Servant host;
    private Servant container;

    @BeforeEach
    void makeNamespaces() {
        Requires.root();
        Requires.program("/usr/sbin/ip");
        local = new LocalKernel();
        host = Servant.spawn(local);
        host.unshare(ProcessCalls.CLONE_NEWNET);
        host.flush();
        container = Servant.spawn(local);
        container.unshare(ProcessCalls.CLONE_NEWNET);
        container.flush();
    }

    @AfterEach
    void kill() {
        host.kill();
        container.kill();
        local.close();
    }

    private static String ip(Servant where, Object... arguments) {
        return Command.of("nsenter", "--net=/proc/" + where.pid() + "/ns/net", "/usr/sbin/ip").with(arguments)
                .run().succeeds().stdout();
    }

    @Test
    void deviceMovesUnderItsNewNameWithLastingAddresses() {
        ip(host, "link", "add", "test0", "type", "veth");
        ip(host, "addr", "add", "10.11.12.13/24", "dev", "test0");
        ip(host, "addr", "add", "fd00:1:2::3/64", "dev", "test0", "nodad");
        ip(host, "addr", "add", "169.254.7.7/16", "dev", "test0", "scope", "link");
        ip(host, "link", "set", "test0", "up");
        new NetDevices(host, container).move(Map.of("test0", new NetDevice("eth7")), container.pid());
        container.flush();
        String moved = ip(container, "addr", "show", "dev", "eth7");
        assertTrue(moved.contains("inet 10.11.12.13/24 "), moved);
        assertTrue(moved.contains("inet6 fd00:1:2::3/64 "), moved);
        assertTrue(!moved.contains("169.254.7.7"), moved);
        assertTrue(moved.contains(",UP"), moved);
        assertTrue(!ip(host, "link").contains("test0"));
    }

    @Test
    void nameMayBeKeptOrAPattern() {
        ip(host, "link", "add", "kept", "type", "veth");
        ip(host, "link", "add", "other", "type", "veth");
        NetDevices devices = new NetDevices(host, container);
        devices.move(Map.of("kept", new NetDevice(null)), container.pid());
        devices.move(Map.of("other", new NetDevice("net%d")), container.pid());
        container.flush();
        String links = ip(container, "-br", "link");
        assertTrue(links.contains("kept@") && links.contains("net0@"), links);
    }

    @Test
    void missingDeviceIsNamed() {
        SetupFailed e = assertThrows(SetupFailed.class,
                () -> new NetDevices(host, container).move(Map.of("nope", new NetDevice(null)), container.pid()));
        assertEquals("/linux/netDevices/nope", e.step().pointer());
    }

    @Test
    void loopbackComesUp() {
        assertTrue(!ip(container, "link", "show", "lo").contains(",UP"));
        new NetworkLoopback(container).bringUp();
        container.flush();
        assertTrue(ip(container, "link", "show", "lo").contains(",UP"));
        assertTrue(ip(container, "addr", "show", "lo").contains("127.0.0.1/8"));
    }
}
