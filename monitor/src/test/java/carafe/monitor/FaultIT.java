package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong around a monitor. */
class FaultIT {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @BeforeEach
    void survivesFaults() {
        Requires.root();
        monitor.onlyCarafe("loses output or waits");
    }

    @Test
    void aFullDiskHoldsNobodyUpAndTheLossIsSaidInTheLog() throws Exception {
        Path disk = Files.createDirectory(monitor.directory().resolve("disk"));
        Command.of("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk).run().succeeds();
        try {
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[900 * 1024]);
            MonitoredContainer container = monitor.container("seq 100000; touch /written; "
                    + "while [ ! -e /go ]; do sleep 0.05; done; echo last");
            container.log("k8s-file:" + disk.resolve("log")).run();
            Path written = container.bundle().rootfs("/written");
            Eventually.holds("the container is not held up", () -> Files.exists(written));
            try (MonitorClient client = container.control()) {
                assertTrue(client.call(new ControlRequest.Stats()).number("logLost") > 0);
                Files.delete(ballast);
                Eventually.holds("the loss is said when there is room again", () -> says(disk.resolve("log"),
                        "bytes lost, the log could not be written]"));
                Files.createFile(container.bundle().rootfs("/go"));
                assertEquals(0, container.exitCode());
            }
            String log = Files.readString(disk.resolve("log"));
            assertTrue(log.endsWith(" last\n"), tail(log));
        } finally {
            Command.of("umount", "--lazy", disk).run();
        }
    }

    @ParameterizedTest
    @CsvSource({"/dev/full,ENOSPC", "/proc/self/mem,EIO"})
    void aLogThatCannotBeWrittenHoldsNobodyUpAndIsReportedOnce(Path unwritable, String error) throws Exception {
        Path socket = monitor.directory().resolve("syslog");
        try (Datagrams syslog = new Datagrams(monitor.sys(), socket)) {
            MonitoredContainer container = monitor.container("for i in 1 2 3; do seq 10000; sleep 0.5; done; exit 6")
                    .log("k8s-file:" + unwritable).log("k8s-file:" + monitor.directory().resolve("second"));
            container.with("--syslog").under(PrivateMounts.instead("/dev",
                    Files.createDirectory(monitor.directory().resolve("dev")), "cp -a /dev/null /dev/zero /dev/full "
                            + "/dev/random /dev/urandom /dev/tty \"$0\"; ln -s " + socket + " \"$0/log\"")).run();
            assertEquals(6, container.exitCode());
            container.waitForMonitor();
            List<String> reports = syslog.received().stream().filter(report -> report.contains(error)).toList();
            assertEquals(1, reports.size(), reports.toString());
        }
        assertEquals(LoggedText.seq(10000).repeat(3), LoggedText.of(monitor.directory().resolve("second")),
                "another log gets everything");
    }

    @Test
    void aLimitedLogWhoseDirectoryIsRemovedDoesNotDisturbTheContainer() throws Exception {
        Path directory = Files.createDirectory(monitor.directory().resolve("logs"));
        MonitoredContainer container = monitor.container("while [ ! -e /go ]; do sleep 0.02; done; seq 10000; exit 8")
                .log("k8s-file:" + directory.resolve("log")).with("--log-size-max", "20000").run();
        Scrub.delete(directory);
        Files.createFile(container.bundle().rootfs("/go"));
        assertEquals(8, container.exitCode());
    }

    @Test
    void aLogDirectoryThatIsRemovedDoesNotDisturbTheContainer() throws Exception {
        Path directory = Files.createDirectory(monitor.directory().resolve("logs"));
        MonitoredContainer container = monitor.container("while [ ! -e /go ]; do echo x; sleep 0.01; done; exit 8")
                .log("k8s-file:" + directory.resolve("log")).run();
        Eventually.holds("something is logged", () -> directory.resolve("log").toFile().length() > 0);
        Scrub.delete(directory);
        container.tell("ctl", "2 0 0");
        Files.createFile(container.bundle().rootfs("/go"));
        assertEquals(8, container.exitCode());
    }

    @Test
    void whatAKilledContainerHasWrittenIsLogged() throws Exception {
        MonitoredContainer container = monitor.container("while [ ! -e /go ]; do sleep 0.02; done; seq 5000; "
                + "touch /written; sleep 60");
        int pid = container.create();
        container.start();
        // while the monitor stands still, all of it is in the pipe
        monitor.sys().kill(container.monitorPid(), SIGSTOP);
        Files.createFile(container.bundle().rootfs("/go"));
        Path written = container.bundle().rootfs("/written");
        Eventually.holds("the container has written", () -> Files.exists(written));
        monitor.sys().kill(pid, 9);
        monitor.sys().kill(container.monitorPid(), SIGCONT);
        assertEquals(137, container.exitCode());
        assertEquals(5000, container.log().lines().filter(line -> line.contains(" stdout F ")).count());
    }

    @Test
    void attachingOverAndOverCostsNothing() throws Exception {
        MonitoredContainer container = monitor.container("while :; do echo x; sleep 0.01; done").run();
        try (MonitorClient client = container.control()) {
            // until the heap has its size
            cycle(container, 500);
            long before = client.call(new ControlRequest.Stats()).number("rss");
            cycle(container, 500);
            long after = client.call(new ControlRequest.Stats()).number("rss");
            assertTrue(after - before < 1_000_000, "from " + before + " to " + after);
            assertEquals(0, client.call(new ControlRequest.Stats()).number("attachDropped"));
        }
    }

    private void cycle(MonitoredContainer container, int times) {
        for (int i = 0; i < times; i++) {
            int mark = monitor.sys().arena().mark();
            try (AttachedClient client = container.attach()) {
                if (i % 3 == 0) {
                    client.sendEnd();
                }
                if (i % 50 == 0) {
                    client.waitFor("x\n");
                }
            }
            monitor.sys().arena().reset(mark);
        }
    }

    @Test
    void aClientThatIsKilledInTheMiddleOfOutputIsForgotten() throws Exception {
        MonitoredContainer container = monitor.container("seq 300000; exit 2");
        container.create();
        AttachedClient client = container.attach();
        container.start();
        client.waitFor("100\n");
        client.close();
        assertEquals(2, container.exitCode());
        assertEquals(300000, container.log().lines().filter(line -> line.contains(" stdout F ")).count());
    }

    private static boolean says(Path log, String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String tail(String log) {
        return log.substring(Math.max(0, log.length() - 300));
    }
}
