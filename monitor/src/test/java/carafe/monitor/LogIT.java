package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.shim.CriLogLine;
import carafe.shim.ProtocolException;
import carafe.shim.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log files. */
class LogIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void everyLineHasTimeStreamAndTag() throws Exception {
        MonitoredContainer container = monitor.container("echo out; echo err >&2").run();
        container.exitCode();
        for (CriLogLine line : lines(container)) {
            assertTrue(line.timestamp().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}[+-]\\d\\d:\\d\\d"),
                    line.timestamp());
            assertEquals(line.stream() == Stream.STDOUT ? "out" : "err", line.text());
            assertFalse(line.partial());
        }
        assertEquals(2, lines(container).size());
    }

    @Test
    void outputWithoutNewlineAtTheEndIsCompletedByAnF() throws Exception {
        monitor.onlyCarafe("leaves the P without an F");
        MonitoredContainer container = monitor.container("printf tail").run();
        container.exitCode();
        List<CriLogLine> lines = lines(container);
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).partial());
        assertEquals("tail", lines.get(0).text());
        assertFalse(lines.get(1).partial());
        assertEquals("", lines.get(1).text());
    }

    @Test
    void aLongLineIsCutIntoPiecesThatJoinToTheSameText() throws Exception {
        MonitoredContainer container = monitor.container("head -c 40000 /dev/zero | tr '\\0' x; echo; echo end").run();
        container.exitCode();
        for (CriLogLine line : lines(container)) {
            assertTrue(line.text().length() <= 8192, "a piece has " + line.text().length() + " bytes");
        }
        assertEquals("x".repeat(40000) + "\nend\n", LoggedText.of(container.file("log")));
    }

    @Test
    void aNewFileCanBeReadByItsGroup() throws Exception {
        MonitoredContainer container = monitor.container("echo x").run();
        container.exitCode();
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(container.file("log")));
        // conmon before 2.1.8 made it private
        assertEquals(monitor.isConmon() ? "rw-------" : "rw-r-----", mode);
    }

    @Test
    void anExistingFileIsAppendedTo() throws Exception {
        MonitoredContainer container = monitor.container("echo new");
        Files.writeString(container.file("log"), "2026-01-01T00:00:00.000000000+00:00 stdout F old\n");
        container.run().exitCode();
        assertEquals(List.of("old", "new"), lines(container).stream().map(CriLogLine::text).toList());
    }

    @Test
    void aFileAtItsSizeLimitIsBegunAnew() throws Exception {
        MonitoredContainer container = monitor.container("seq 3000").with("--log-size-max", "20000").run();
        container.exitCode();
        assertTrue(Files.size(container.file("log")) <= 20000);
        String kept = LoggedText.of(container.file("log"));
        assertTrue(kept.length() > 100 && LoggedText.seq(3000).endsWith(kept), "the end of the output is kept");
        assertFalse(Files.exists(container.file("log.1")));
    }

    @Test
    void rotationKeepsAsManyFilesAsAskedFor() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --log-rotate");
        MonitoredContainer container = monitor.container("seq 3000");
        container.with("--log-size-max", "20000", "--log-rotate", "--log-max-files", "2").run().exitCode();
        String kept = LoggedText.of(container.file("log.2"), container.file("log.1"), container.file("log"));
        assertTrue(kept.length() > 4000 && LoggedText.seq(3000).endsWith(kept),
                "no byte is missing between the files: " + kept);
        assertFalse(Files.exists(container.file("log.3")));
    }

    @Test
    void rotationDoesNotGoThroughASymbolicLink() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --log-rotate");
        MonitoredContainer container = monitor.container("seq 3000");
        Path real = Files.createDirectory(container.file("real"));
        Files.createSymbolicLink(container.file("link"), real);
        container.log("k8s-file:" + container.file("link").resolve("log"))
                .with("--log-size-max", "20000", "--log-rotate").run().exitCode();
        assertFalse(Files.exists(real.resolve("log.1")));
        assertEquals(LoggedText.seq(3000), LoggedText.of(real.resolve("log")), "nothing is lost");
    }

    @Test
    void rotationStaysInsideTheAllowedDirectories() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --log-rotate");
        for (String allowed : List.of("/nowhere", "/")) {
            MonitoredContainer container = monitor.container("seq 3000").with("--log-size-max", "20000",
                    "--log-rotate", "--log-allowlist-dir", allowed).run();
            container.exitCode();
            assertEquals(allowed.equals("/"), Files.exists(container.file("log.1")), allowed);
        }
    }

    @Test
    void aLineThatComesInPiecesIsWholeAcrossRotatedFiles() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know --log-rotate");
        String line = "a piece|".repeat(30);
        MonitoredContainer container = monitor.container("for i in $(seq 30); do printf 'a piece|'; sleep 0.01; done; "
                + "echo; echo end");
        container.with("--log-size-max", "400", "--log-rotate", "--log-max-files", "50").run().exitCode();
        List<Path> files = new ArrayList<>();
        for (int i = 50; i > 0; i--) {
            files.add(container.file("log." + i));
        }
        files.add(container.file("log"));
        files.removeIf(Files::notExists);
        assertTrue(files.size() > 1, "there was a rotation in the middle of the line");
        assertEquals(line + "\nend\n", LoggedText.of(files.toArray(Path[]::new)));
    }

    @Test
    void nothingIsLoggedBeyondTheGlobalLimit() throws Exception {
        MonitoredContainer container = monitor.container("seq 3000").with("--log-global-size-max", "10000").run();
        container.exitCode();
        assertTrue(Files.size(container.file("log")) < 11000);
        assertEquals("1", lines(container).getFirst().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s-file:PATH", "PATH", ":PATH"})
    void theDriverIsAFileUnlessItIsNamed(String target) throws Exception {
        MonitoredContainer container = monitor.container("echo x");
        container.log(target.replace("PATH", container.file("log").toString())).run().exitCode();
        assertEquals("x\n", LoggedText.of(container.file("log")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "off", "null", "none:/some/path"})
    void withoutALogTheContainerRunsAllTheSame(String target) throws Exception {
        MonitoredContainer container = monitor.container("seq 100000; exit 3").log(target).run();
        assertEquals(3, container.exitCode());
        assertFalse(Files.exists(container.file("log")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLogIsSyncedInTheEndUnlessThatIsNotWanted(boolean synced) throws Exception {
        Requires.program("/usr/bin/strace");
        Path trace = monitor.directory().resolve("trace");
        MonitoredContainer container = monitor.container("echo x").under("/usr/bin/strace", "-D", "-f", "-y", "-e",
                "trace=fsync,fdatasync", "-o", trace.toString());
        container.with(synced ? new String[0] : new String[] {"--no-sync-log"}).run();
        assertEquals(0, container.exitCode());
        Pattern end = Pattern.compile("(?m)^" + container.monitorPid() + " +\\+\\+\\+ exited");
        Eventually.holds("the end of the monitor is traced", () -> end.matcher(read(trace)).find());
        assertEquals(synced, read(trace).contains("<" + container.file("log") + ">"), read(trace));
    }

    @Test
    void severalLogsGetTheSame() throws Exception {
        MonitoredContainer container = monitor.container("echo both");
        container.log("none").log("k8s-file:" + container.file("log")).run().exitCode();
        assertEquals("both", lines(container).getFirst().text());
    }

    @Test
    void theLogIsReopenedWhenTheFifoSaysSo() throws Exception {
        MonitoredContainer container = monitor.container(
                "echo before; while [ ! -e /go ]; do sleep 0.05; done; echo after");
        container.run();
        Eventually.holds("the first line is logged", () -> container.file("log").toFile().length() > 0);
        Files.move(container.file("log"), container.file("moved"));
        container.tell("ctl", "2 0 0");
        Eventually.holds("the log is there again", () -> Files.exists(container.file("log")));
        Files.createFile(container.bundle().rootfs("/go"));
        container.exitCode();
        assertEquals(List.of("after"), lines(container).stream().map(CriLogLine::text).toList());
        assertEquals("before\n", LoggedText.of(container.file("moved")));
    }

    @Test
    void timesAreLocal() throws Exception {
        MonitoredContainer container = monitor.container("echo x").variable("TZ", "Asia/Kolkata").run();
        container.exitCode();
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/zoneinfo/Asia/Kolkata")),
                "needs the package tzdata");
        assertTrue(lines(container).getFirst().timestamp().endsWith("+05:30"), container.log());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<CriLogLine> lines(MonitoredContainer container) throws IOException, ProtocolException {
        List<CriLogLine> lines = new ArrayList<>();
        for (String line : container.log().split("\n")) {
            lines.add(CriLogLine.parse(line));
        }
        return lines;
    }
}
