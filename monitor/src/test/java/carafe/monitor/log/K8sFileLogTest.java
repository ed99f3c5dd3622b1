package carafe.monitor.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Arena;
import carafe.kernel.Sys;
import carafe.monitor.system.Clock;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.ZoneFile;
import carafe.shim.CriLogLine;
import carafe.shim.ProtocolException;
import carafe.shim.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class K8sFileLogTest {
    private static final int BUFFER = 32 * 1024;

    @TempDir
    private Path directory;

    private final Sys sys = new Sys(Arena.ofProcess(1 << 20));
    private final EventLoop loop = new EventLoop(sys);
    private final long buffer = sys.arena().allocate(BUFFER, 8);

    @AfterEach
    void unmap() {
        sys.arena().close();
    }

    @Test
    void readsOfAnySizeJoinToTheOutput() throws Exception {
        K8sFileLog log = open(new K8sFileLog.Limits(-1, -1, null));
        Random random = new Random(10);
        StringBuilder[] expected = {new StringBuilder(), new StringBuilder()};
        for (int round = 0; round < 300; round++) {
            Stream stream = Stream.values()[random.nextInt(2)];
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(random.nextBoolean() ? 50 : 20000) + 1;
            while (text.length() < length) {
                text.append(random.nextInt(30) == 0 ? "\n" : "x");
            }
            write(log, stream, text.toString());
            expected[stream.ordinal()].append(text);
        }
        for (Stream stream : Stream.values()) {
            log.finish(stream);
        }
        for (Stream stream : Stream.values()) {
            StringBuilder joined = new StringBuilder();
            for (CriLogLine line : lines()) {
                if (line.stream() == stream) {
                    joined.append(line.text()).append(line.partial() ? "" : "\n");
                }
            }
            String want = expected[stream.ordinal()].toString();
            assertEquals(want.endsWith("\n") ? want : want + "\n", joined.toString());
        }
    }

    @Test
    void aLineLeftOpenByAnEarlierMonitorIsCompleted() throws Exception {
        Files.writeString(path(), "2026-01-01T00:00:00.000000000+00:00 stdout P begun\n");
        OpenRecords records = OpenRecords.ofFile(sys, path().toString());
        K8sFileLog log = open(new K8sFileLog.Limits(-1, -1, null));
        log.resume(records);
        log.finish(Stream.STDOUT);
        log.finish(Stream.STDERR);
        assertEquals(2, lines().size());
        assertEquals("", lines().getLast().text());
    }

    @Test
    void theOutputOfASessionEndsAsTheCommandEndedIt() throws Exception {
        K8sFileLog log = open(new K8sFileLog.Limits(-1, -1, null), K8sFileLog.LastLine.AS_IT_IS);
        write(log, Stream.STDOUT, "whole\nno end");
        log.finish(Stream.STDOUT);
        assertEquals("no end", lines().getLast().text());
        assertTrue(lines().getLast().partial());
    }

    @Test
    void aFileAtItsLimitIsBegunAnewAndNeverLarger() throws Exception {
        K8sFileLog log = open(new K8sFileLog.Limits(1000, -1, null));
        for (int i = 0; i < 500; i++) {
            write(log, Stream.STDOUT, "line " + i + "\n");
            assertTrue(Files.size(path()) <= 1000);
        }
        assertEquals("line 499", lines().getLast().text());
    }

    @Test
    void whatAFullDiskCannotTakeIsCountedAndSaidLater() throws Exception {
        // a write to /dev/full fails with ENOSPC
        Path full = directory.resolve("full");
        Files.createSymbolicLink(full, Path.of("/dev/full"));
        OwnLog quiet = new OwnLog(sys, OwnLog.Level.ERROR, "x", false);
        K8sFileLog log = new K8sFileLog(sys, loop, quiet, new Clock(sys, ZoneFile.UTC), full.toString(),
                new K8sFileLog.Limits(-1, -1, null), K8sFileLog.LastLine.COMPLETED);
        write(log, Stream.STDOUT, "kept\n");
        write(log, Stream.STDOUT, "lost\n");
        assertEquals(5, log.lost());
    }

    private Path path() {
        return directory.resolve("log");
    }

    private K8sFileLog open(K8sFileLog.Limits limits) {
        return open(limits, K8sFileLog.LastLine.COMPLETED);
    }

    private K8sFileLog open(K8sFileLog.Limits limits, K8sFileLog.LastLine lastLine) {
        OwnLog own = new OwnLog(sys, OwnLog.Level.ERROR, "x", false);
        return new K8sFileLog(sys, loop, own, new Clock(sys, ZoneFile.UTC), path().toString(), limits, lastLine);
    }

    private void write(K8sFileLog log, Stream stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < bytes.length; from += BUFFER) {
            int length = Math.min(BUFFER, bytes.length - from);
            sys.memory().put(sys.offset(buffer), bytes, from, length);
            log.write(stream, sys.offset(buffer), length);
        }
    }

    private List<CriLogLine> lines() throws IOException, ProtocolException {
        List<CriLogLine> lines = new ArrayList<>();
        for (String line : Files.readAllLines(path())) {
            lines.add(CriLogLine.parse(line));
        }
        return lines;
    }
}
