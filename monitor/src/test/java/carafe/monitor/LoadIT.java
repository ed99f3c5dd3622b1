package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Much output and many containers: bytes in are bytes out. {@code -Dcarafe.load=FACTOR} multiplies the sizes; 20 makes
 * it a gigabyte, a minute and 200 containers.
 */
class LoadIT {
    private static final int FACTOR = Integer.getInteger("carafe.load", 1);
    private static final long BYTES = 50_000_000L * FACTOR;
    private static final int CONTAINERS = 10 * FACTOR;

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void everyByteOfAFloodIsLoggedWhileAClientIsStuck() throws Exception {
        monitor.onlyCarafe("waits for the stuck client for ever");
        // the container says what it has written; lines are of many lengths and the last has no end
        MonitoredContainer container = monitor.container("yes 'some words of a line, and then some more 0123456789' | "
                + "head -c " + BYTES + " | tee /copy; md5sum < /copy > /sum");
        container.with("--attach-stall", "1", "--no-sync-log");
        container.create();
        try (AttachedClient _ = container.attach()) {
            container.start();
            waitForExit(container);
        }
        String expected = Files.readString(container.bundle().rootfs("/sum")).split(" ")[0];
        assertEquals(expected, sumOfLog(container.file("log"), BYTES));
    }

    @Test
    void aHundredThousandLinesASecondAreLoggedInMemoryThatDoesNotGrow() throws Exception {
        int bursts = 30 * FACTOR;
        MonitoredContainer container = monitor.container("i=0; while [ $i -lt " + bursts
                + " ]; do seq 10000; i=$((i+1)); sleep 0.09; done").with("--no-sync-log").run();
        Eventually.holds("output comes", () -> container.file("log").toFile().length() > 1_000_000);
        int before = rss(container);
        int after = before;
        while (Files.notExists(container.exitFile())) {
            after = container.monitorLives() ? rss(container) : after;
            Thread.sleep(50);
        }
        assertTrue(after - before < 16 * 1024, "from " + before + " kB to " + after + " kB");
        String burst = LoggedText.seq(10000);
        MessageDigest expected = MessageDigest.getInstance("MD5");
        for (int i = 0; i < bursts; i++) {
            expected.update(burst.getBytes(StandardCharsets.ISO_8859_1));
        }
        assertEquals(HexFormat.of().formatHex(expected.digest()),
                sumOfLog(container.file("log"), (long) bursts * burst.length()));
    }

    /** In kB; 0 if the monitor ends at this moment. */
    private static int rss(MonitoredContainer container) throws Exception {
        return Proc.lines(container.monitorPid() + "/status").stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }

    @Test
    void manyContainersAtOnceAllEndWithTheirOwnCodeAndLog() throws Exception {
        List<MonitoredContainer> containers = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            containers.add(monitor.container("while [ ! -e /go ]; do sleep 0.5; done; "
                    + "i=0; while [ $i -lt 50 ]; do echo $i; i=$((i+1)); done; exit " + i % 100));
        }
        for (MonitoredContainer container : containers) {
            container.run();
        }
        for (MonitoredContainer container : containers) {
            assertTrue(container.monitorLives());
            Files.createFile(container.bundle().rootfs("/go"));
        }
        for (int i = 0; i < CONTAINERS; i++) {
            assertEquals(i % 100, containers.get(i).exitCode());
            assertEquals(50, containers.get(i).log().lines().count());
        }
    }

    private static void waitForExit(MonitoredContainer container) throws InterruptedException {
        long deadline = System.nanoTime() + 300_000_000_000L * FACTOR;
        while (Files.notExists(container.exitFile())) {
            assertTrue(System.nanoTime() < deadline, "the container does not end");
            Thread.sleep(50);
        }
    }

    private static String sumOfLog(Path log, long bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        try (BufferedReader reader = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            long left = bytes;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                byte[] written = LoggedText.of(text).getBytes(StandardCharsets.ISO_8859_1);
                // the closing F record has a newline that the container has not written
                int length = (int) Math.min(left, written.length);
                digest.update(written, 0, length);
                left -= length;
            }
            assertEquals(0, left, "bytes are missing");
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
