package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container whose monitor is killed while systemd keeps its descriptors. */
class DescriptorStoreIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private ServiceManager manager;

    @BeforeEach
    void aServiceManagerIsThere() {
        monitor.onlyCarafe("keeps nothing");
        manager = new ServiceManager(monitor.sys(), monitor.directory().resolve("notify"));
    }

    @AfterEach
    void closeManager() {
        if (manager != null) {
            manager.close();
        }
    }

    @Test
    void standardInputGoesOnWithTheNextMonitor() throws Exception {
        MonitoredContainer container = inUnit(monitor.container("while read x; do echo got-$x; done; exit 4")
                .with("-i")).run();
        manager.waitForStored(name(container, "stdin"), name(container, "stdout"), name(container, "stderr"),
                name(container, "process"));
        kill(container);
        adopt(container);
        try (AttachedClient client = container.attach()) {
            client.send("a\n");
            client.waitFor("got-a\n");
            client.sendEnd();
            Eventually.holds("the store does not hold the input open",
                    () -> !manager.stored().contains(name(container, "stdin")));
        }
        assertEquals(kept(4), container.exitCode());
    }

    @Test
    void aTerminalGoesOnWithTheNextMonitor() throws Exception {
        MonitoredContainer container = inUnit(monitor.container(monitor.bundle().terminal()
                .script("read x; echo got-$x; exit 6")).with("-t", "-i")).run();
        manager.waitForStored(name(container, "terminal"));
        kill(container);
        adopt(container);
        try (AttachedClient client = container.attach()) {
            client.send("word\n");
            client.waitFor("got-word\r\n");
        }
        assertEquals(kept(6), container.exitCode());
    }

    @Test
    void outputAndExitOfAContainerThatEndsBetweenTwoMonitorsAreKept() throws Exception {
        Requires.kernel(6, 15);
        MonitoredContainer container = inUnit(monitor.container(
                "while [ ! -e /go ]; do sleep 0.02; done; echo last; exit 9")).run();
        manager.waitForStored(name(container, "stdout"), name(container, "process"));
        int pid = pid(container);
        kill(container);
        Files.createFile(container.bundle().rootfs("/go"));
        Eventually.holds("the container has ended", () -> !Proc.isAlive(pid));
        assertEquals(0, manager.startAgain(monitor.binary(), "adopt", container.bundle().directory()));
        assertEquals(9, container.exitCode());
        assertEquals("last\n", LoggedText.of(container.file("log")));
    }

    @Test
    void nothingIsKeptOfAContainerThatHasEnded() throws Exception {
        MonitoredContainer container = inUnit(monitor.container("exit 0")).run();
        container.exitCode();
        Eventually.holds("the store is empty", () -> manager.stored().isEmpty());
        assertTrue(manager.messages().contains("FDSTOREREMOVE=1\nFDNAME=" + name(container, "stdout")));
    }

    /** The code of a process that somebody else has collected is lost to older kernels. */
    private static int kept(int code) {
        return Requires.isKernel(6, 15) ? code : -1;
    }

    private MonitoredContainer inUnit(MonitoredContainer container) {
        return container.variable("NOTIFY_SOCKET", manager.address());
    }

    private static String name(MonitoredContainer container, String what) {
        return container.id() + "." + what;
    }

    private static int pid(MonitoredContainer container) throws Exception {
        return Integer.parseInt(Files.readString(container.file("pid")).strip());
    }

    private void kill(MonitoredContainer container) throws Exception {
        manager.messages();
        monitor.sys().kill(container.monitorPid(), 9);
        container.waitForMonitor();
    }

    private void adopt(MonitoredContainer container) throws Exception {
        assertEquals(0, manager.startAgain(monitor.binary(), "adopt", container.bundle().directory()));
    }
}
