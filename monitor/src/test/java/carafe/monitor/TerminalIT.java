package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.shim.ControlRequest;
import carafe.shim.SyncMessage;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers with a terminal, and the two fifos. */
class TerminalIT {
    private static final String SIZE = "while [ ! -e /go ]; do sleep 0.05; done; stty size; exit 5";
    private static final String UNTIL_31_77 = "while [ \"$(stty size)\" != '31 77' ]; do sleep 0.05; done; exit 5";

    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    @Test
    void outputOfATerminalIsStdoutWithCarriageReturns() throws Exception {
        MonitoredContainer container = terminal("tty; exit 5").run();
        assertEquals(5, container.exitCode());
        assertTrue(container.log().contains(" stdout F /dev/pts/0\r\n"), container.log());
    }

    @Test
    void inputGoesToTheTerminal() throws Exception {
        MonitoredContainer container = terminal("read x; echo got-$x").with("-i");
        container.create();
        try (AttachedClient client = container.attach()) {
            container.start();
            client.send("word\n");
            client.waitFor("got-word\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctl 1 31 77", "winsz 31 77"})
    void aLineInAFifoSetsTheSize(String line) throws Exception {
        MonitoredContainer container = terminal(UNTIL_31_77).run();
        int blank = line.indexOf(' ');
        container.tell(line.substring(0, blank), line.substring(blank + 1));
        assertEquals(5, container.exitCode());
    }

    /** busybox's stty does not tell sizes beyond. */
    @ParameterizedTest
    @ValueSource(strings = {"24 1000", "25 1001", "5000 26", "29999 29999"})
    void aLargeSizeIsSet(String size) throws Exception {
        MonitoredContainer container = terminal("stty rows 1 columns 2; echo ready; while [ \"$(stty size)\" != '"
                + size + "' ]; do sleep 0.05; done; exit 5").run();
        Eventually.holds("the terminal has another size", () -> container.file("log").toFile().length() > 0);
        container.tell("ctl", "1 " + size);
        assertEquals(5, container.exitCode());
    }

    @Test
    void aSizeThatIsToldBeforeThereIsATerminalIsSetWhenItComes() throws Exception {
        monitor.onlyCarafe("2.1.6 forgets what it is told too early");
        Path go = monitor.directory().resolve("go");
        MonitoredContainer container = terminal("stty size; exit 5").with("-r", monitor.program("waiting",
                "while [ ! -e " + go + " ]; do sleep 0.02; done; exec " + monitor.runtime() + " \"$@\"").toString());
        container.launch();
        Eventually.holds("the fifos are there", () -> Files.exists(container.file(ControlRequest.SOCKET_NAME)));
        Files.delete(container.file("log"));
        container.tell("ctl", "1 10 20\n1 31 77\n2 0 0");
        Eventually.holds("the lines are read", () -> Files.exists(container.file("log")));
        Files.createFile(go);
        assertTrue(container.message().value() > 0);
        container.start();
        assertEquals(5, container.exitCode());
        assertTrue(container.log().contains(" stdout F 31 77\r\n"), container.log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 -1 -1", "1 2", "1", "foo", "999 2 2", "1 10.5 20", "1 65536 2",
        "1 2 65536", "1 100000 100000"})
    void otherLinesAreIgnored(String line) throws Exception {
        MonitoredContainer container = terminal(SIZE).run();
        container.tell("ctl", line);
        finish(container);
        String size = line.substring(line.indexOf(' ') + 1);
        assertFalse(container.log().contains(" stdout F " + size + "\r\n"), container.log());
    }

    @Test
    void severalLinesMayComeAtOnce() throws Exception {
        monitor.onlyCarafe("2.1.6 may stop at the first");
        MonitoredContainer container = terminal(UNTIL_31_77).run();
        container.tell("ctl", "1 10 20\n1 30 40\n1 31 77");
        assertEquals(5, container.exitCode());
    }

    @Test
    void aLineMayComeInPieces() throws Exception {
        MonitoredContainer container = terminal(UNTIL_31_77).run();
        try (OutputStream ctl = Files.newOutputStream(container.file("ctl"))) {
            ctl.write("1 31".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(50);
            ctl.write(" 77\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(5, container.exitCode());
    }

    @Test
    void theFifosAreForTheEnginesUserAlone() throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").run();
        for (String fifo : List.of("ctl", "winsz")) {
            // 0660 without what the mask 022 takes away
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(
                    container.file(fifo))));
        }
    }

    @Test
    void randomBytesInAFifoDisturbNothing() throws Exception {
        MonitoredContainer container = terminal("while [ ! -e /go ]; do sleep 0.05; done; exit 5").run();
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(1000)];
            random.nextBytes(bytes);
            Files.write(container.file(i % 2 == 0 ? "ctl" : "winsz"), bytes);
        }
        Files.createFile(container.bundle().rootfs("/go"));
        assertEquals(5, container.exitCode());
    }

    @Test
    void aLineThatIsTooLongIsIgnoredAndTheNextOneIsNot() throws Exception {
        monitor.onlyCarafe("2.1.6 ignores the next line too");
        MonitoredContainer container = terminal(UNTIL_31_77).run();
        container.tell("ctl", "1 2 2 " + "#".repeat(5000));
        container.tell("ctl", "1 31 77");
        assertEquals(5, container.exitCode());
    }

    @Test
    void aRuntimeThatSendsNoTerminalIsReported() throws Exception {
        MonitoredContainer container = monitor.container("true").with("-t");
        container.launch();
        SyncMessage message = container.message();
        assertEquals(-1, message.value());
    }

    private MonitoredContainer terminal(String script) {
        return monitor.container(monitor.bundle().script(script).terminal()).with("-t");
    }

    /** Lets the script go on when all that was told to the fifo has been read. */
    private void finish(MonitoredContainer container) throws Exception {
        if (monitor.isConmon()) {
            // 2.1.6 may not see the line after a bad one
            Thread.sleep(200);
        } else {
            Files.deleteIfExists(container.file("log"));
            container.tell("ctl", "2 0 0");
            Eventually.holds("the log is reopened", () -> Files.exists(container.file("log")));
        }
        Files.createFile(container.bundle().rootfs("/go"));
        container.exitCode();
    }
}
