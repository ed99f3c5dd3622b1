package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The attach socket. */
class AttachIT {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;
    private static final String ECHO = "while read x; do echo got-$x; done; echo end; exit 4";

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void aClientGetsOutputFromTheMomentItConnectsAndGivesInput() throws Exception {
        MonitoredContainer container = monitor.container(ECHO).with("-i");
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            client.send("a\n");
            client.waitFor("got-a\n");
            client.sendEnd();
            client.waitForEnd();
            assertEquals("got-a\nend\n", client.stdout());
        }
        assertEquals(4, container.exitCode());
    }

    @Test
    void streamsAreTold() throws Exception {
        MonitoredContainer container = monitor.container("echo o; echo e >&2");
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            client.waitForEnd();
            assertEquals("o\n", client.stdout());
            assertEquals("e\n", client.stderr());
        }
    }

    @Test
    void packetsAreNoLongerThanEnginesRead() throws Exception {
        MonitoredContainer container = monitor.container("head -c 200000 /dev/zero; echo x");
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            client.waitForEnd();
            assertEquals(200002, client.stdoutBytes().length);
            assertTrue(client.largestPacket() <= 8193);
        }
    }

    @Test
    void whoAttachesBeforeTheStartGetsAllOutputHoweverLateTheMonitorIs() throws Exception {
        attachToAMonitorThatIsLate(1);
    }

    @Test
    void allWhoAttachBeforeTheStartGetAllOutput() throws Exception {
        monitor.onlyCarafe("2.1.6 lets in one client between two looks at the output");
        attachToAMonitorThatIsLate(2);
    }

    private void attachToAMonitorThatIsLate(int clients) throws Exception {
        Path orphan = monitor.directory().resolve("orphan");
        Path leaving = monitor.directory().resolve("leaving");
        Files.writeString(leaving, "#!/bin/sh\n(sleep 0.5 > /dev/null 2>&1 & echo $! > " + orphan + ")\nexec "
                + monitor.runtime() + " \"$@\"\n");
        assertTrue(leaving.toFile().setExecutable(true));
        MonitoredContainer container = monitor.container("echo all; exit 3").with("-r", leaving.toString());
        int pid = container.create();
        monitor.sys().kill(container.monitorPid(), SIGSTOP);
        // the first news for the monitor is the end of another child, the last that of the container
        int other = Integer.parseInt(Files.readString(orphan).strip());
        Eventually.holds("the orphan has ended", () -> !Proc.isAlive(other));
        List<AttachedClient> attached = Stream.generate(container::attach).limit(clients).toList();
        container.start();
        Eventually.holds("the container has ended", () -> !Proc.isAlive(pid));
        monitor.sys().kill(container.monitorPid(), SIGCONT);
        for (AttachedClient client : attached) {
            assertEquals("all\n", client.waitForEnd().stdout());
            client.close();
        }
        assertEquals(3, container.exitCode());
    }

    @Test
    void withLeaveStdinOpenTheInputOutlivesTheClient() throws Exception {
        MonitoredContainer container = monitor.container(ECHO).with("-i", "--leave-stdin-open");
        container.create();
        try (AttachedClient first = container.attach()) {
            container.start();
            first.send("a\n");
            first.waitFor("got-a");
            first.sendEnd();
        }
        try (AttachedClient second = container.attach()) {
            second.send("b\n");
            second.waitFor("got-b");
            assertFalse(second.stdout().contains("got-a"), "there is no history");
        }
    }

    @Test
    void withoutStdinTheContainerReadsTheEndAtOnce() throws Exception {
        MonitoredContainer container = monitor.container(ECHO).run();
        assertEquals(4, container.exitCode());
    }

    @Test
    void inputOfAnySizeArrives() throws Exception {
        MonitoredContainer container = monitor.container("sleep 0.3; md5sum; exit 0").with("-i");
        container.create();
        String text = "0123456789abcdef".repeat(20000);
        try (AttachedClient client = container.attach()) {
            container.start();
            for (int i = 0; i < text.length(); i += 16000) {
                client.send(text.substring(i, Math.min(i + 16000, text.length())));
            }
            client.sendEnd();
            client.waitForEnd();
            String sum = HexFormat.of().formatHex(MessageDigest.getInstance("MD5")
                    .digest(text.getBytes()));
            assertEquals(sum + "  -\n", client.stdout());
        }
    }

    @Test
    void theSocketIsPrivateAndTakesThePlaceOfAnOldOne() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60");
        Files.writeString(container.file("attach"), "old");
        container.run();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(
                container.file("attach"))));
        container.attach().close();
    }

    @Test
    void thePathMayBeLongerThanASocketAddress() throws Exception {
        Bundle bundle = monitor.bundle("b".repeat(150)).script("echo far");
        MonitoredContainer container = monitor.container(bundle);
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            assertEquals("far\n", client.waitForEnd().stdout());
        }
    }

    @Test
    void withoutFullAttachThereIsAShortWayToTheSocket() throws Exception {
        Path directory = Files.createDirectory(monitor.directory().resolve("short"));
        MonitoredContainer container = monitor.container("sleep 1000").shortAttach()
                .with("--socket-dir-path", directory.toString());
        Path link = directory.resolve(container.id());
        // of a container that was there before
        Files.createSymbolicLink(link, Path.of("/nowhere"));
        container.run();
        assertEquals(container.bundle().directory(), link.toRealPath());
        new AttachedClient(monitor.sys(), link.resolve("attach").toString()).close();
    }

    @Test
    void aShortWayAsLongAsASocketAddressLosesItsLastCharacter() throws Exception {
        MonitoredContainer container = monitor.container("sleep 1000").shortAttach();
        String start = monitor.directory().resolve("s").toString();
        Path directory = Path.of(start + "s".repeat(107 - start.length() - 1 - container.id().length()));
        container.with("--socket-dir-path", Files.createDirectory(directory).toString()).run();
        String whole = directory.resolve(container.id()).toString();
        assertEquals(107, whole.length());
        assertEquals(container.bundle().directory(), Path.of(whole.substring(0, 106)).toRealPath());
    }

    @Test
    void theShortWayIsInTheDirectoryOfCriOByDefault() throws Exception {
        Requires.root();
        Path seen = monitor.directory().resolve("seen");
        MonitoredContainer container = monitor.container("true").shortAttach().under(PrivateMounts.instead("/run",
                Files.createDirectory(monitor.directory().resolve("run")), "mkdir \"$0/crio\""));
        container.with("-r", monitor.program("telling", "readlink /var/run/crio/* > " + seen + ".new; mv " + seen
                + ".new " + seen + "; echo no >&2; exit 1").toString()).launch();
        Eventually.holds("the runtime was started", () -> Files.exists(seen));
        assertEquals(container.bundle().directory() + "\n", Files.readString(seen));
    }

    @Test
    void inputOfAnyBytesAndPacketsArrivesAsItIs() throws Exception {
        MonitoredContainer container = monitor.container("cat > /copy; echo done").with("-i");
        container.create();
        Random random = new Random(11);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (AttachedClient client = container.attach()) {
            container.start();
            for (int i = 0; i < 300; i++) {
                byte[] packet = new byte[1 + random.nextInt(i % 10 == 0 ? 32768 : 100)];
                random.nextBytes(packet);
                client.send(packet);
                sent.writeBytes(packet);
            }
            client.sendEnd();
            assertEquals("done\n", client.waitForEnd().stdout());
        }
        assertArrayEquals(sent.toByteArray(), Files.readAllBytes(container.bundle().rootfs("/copy")));
    }

    @Test
    void aTerminalOutputIsStreamTwo() throws Exception {
        MonitoredContainer container = monitor.container(monitor.bundle().script("echo o; echo e >&2").terminal())
                .with("-t");
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            client.waitForEnd();
            assertEquals("o\r\ne\r\n", client.stdout());
            assertEquals("", client.stderr());
        }
    }

    @Test
    void severalClientsGetTheSame() throws Exception {
        MonitoredContainer container = monitor.container("seq 5000");
        container.create();
        try (AttachedClient one = container.attach(); AttachedClient two = container.attach()) {
            container.start();
            assertEquals(LoggedText.seq(5000), one.waitForEnd().stdout());
            assertEquals(LoggedText.seq(5000), two.waitForEnd().stdout());
        }
    }

    @Test
    void aStuckClientHoldsUpNeitherContainerNorLog() throws Exception {
        monitor.onlyCarafe("waits for the client for ever");
        MonitoredContainer container = monitor.container("head -c 8000000 /dev/zero | tr '\\0' x; echo; echo done");
        container.with("--attach-stall", "1");
        container.create();
        try (AttachedClient stuck = container.attach()) {
            container.start();
            assertEquals(0, container.exitCode());
            assertTrue(container.log().endsWith("done\n"));
            assertTrue(stuck.endsWithin(Duration.ofSeconds(5)), "it is disconnected");
        }
    }

    @Test
    void aSlowClientThatTakesOutputGetsAllOfIt() throws Exception {
        MonitoredContainer container = monitor.container("head -c 4000000 /dev/zero | tr '\\0' x");
        container.create();
        try (AttachedClient slow = container.attach()) {
            container.start();
            for (int i = 0; i < 10; i++) {
                Thread.sleep(100);
                slow.endsWithin(Duration.ZERO);
            }
            slow.waitForEnd();
            assertEquals(4000000, slow.stdoutBytes().length);
        }
        assertEquals(0, container.exitCode());
    }

    @Test
    void clientsThatSkipMissOutputAndDelayNothing() throws Exception {
        monitor.onlyCarafe("has no such policy");
        MonitoredContainer container = monitor.container("head -c 8000000 /dev/zero | tr '\\0' x; sleep 1");
        container.with("--attach-slow", "skip", "--attach-stall", "1");
        container.create();
        try (AttachedClient slow = container.attach()) {
            container.start();
            assertEquals(0, container.exitCode());
            slow.waitForEnd();
            assertTrue(slow.stdoutBytes().length < 8000000);
        }
    }
}
