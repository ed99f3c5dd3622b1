package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Output in a journal, as a socket of the test gets it in journald's place; {@link JournaldIT} has the real one. */
class JournalDatagramIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private Path socket;
    private Datagrams journal;

    @BeforeEach
    void aJournalIsThere() {
        Requires.root();
        socket = monitor.directory().resolve("journal");
        journal = new Datagrams(monitor.sys(), socket);
    }

    @AfterEach
    void closeJournal() {
        if (journal != null) {
            journal.close();
        }
    }

    @Test
    void everyLineIsAnEntryWithItsContainerAndPriority() throws Exception {
        MonitoredContainer container = logging("echo out; sleep 0.2; echo err >&2; sleep 0.2; printf tail")
                .with("-n", "some-name", "--log-tag", "some-tag").run();
        container.exitCode();
        assertEquals(List.of("out 6 null", "err 3 null", "tail 6 true"), texts("MESSAGE", "PRIORITY",
                "CONTAINER_PARTIAL_MESSAGE"));
        String id = container.id();
        for (Map<String, String> entry : entries()) {
            assertEquals(id, entry.get("CONTAINER_ID_FULL"));
            assertEquals(id.substring(0, 12), entry.get("CONTAINER_ID"));
            assertEquals("some-name", entry.get("CONTAINER_NAME"));
            assertEquals("some-tag", entry.get("CONTAINER_TAG"));
            assertEquals("some-tag", entry.get("SYSLOG_IDENTIFIER"));
        }
    }

    @Test
    void withoutTagAndNameTheShortIdIsTheIdentifier() throws Exception {
        MonitoredContainer container = logging("echo out").run();
        container.exitCode();
        assertEquals(List.of(container.id().substring(0, 12)), texts("SYSLOG_IDENTIFIER"));
        MonitoredContainer named = logging("echo out").with("--name", "some-name").run();
        named.exitCode();
        assertEquals("some-name", texts("SYSLOG_IDENTIFIER").getLast());
    }

    @Test
    void labelsAreFieldsAndTheMarkOfPartsCanBeLeftOut() throws Exception {
        monitor.onlyCarafe("2.1.6 does not know these options");
        logging("printf tail").with("--log-label", "ONE=first value", "--log-label", "TWO_2=second",
                "--no-container-partial-message").run().exitCode();
        assertEquals(List.of("tail null first value second"), texts("MESSAGE", "CONTAINER_PARTIAL_MESSAGE", "ONE",
                "TWO_2"));
    }

    @Test
    void aPriorityAtTheStartOfALineIsTakenOff() throws Exception {
        monitor.onlyCarafe("2.1.6 does not look for one");
        logging("echo '<4>four'; echo '<9>nine'; echo '<2>two' >&2; sleep 0.1").run().exitCode();
        List<String> entries = texts("MESSAGE", "PRIORITY");
        assertTrue(entries.containsAll(List.of("four 4", "<9>nine 6", "two 2")), entries.toString());
    }

    @Test
    void aLineThatComesInPiecesIsOneEntry() throws Exception {
        logging("for i in 1 2 3; do printf piece; sleep 0.1; done; echo; echo next").run().exitCode();
        assertEquals(List.of("piecepiecepiece null", "next null"), texts("MESSAGE", "CONTAINER_PARTIAL_MESSAGE"));
    }

    @Test
    void aLongLineIsCutIntoPartialEntries() throws Exception {
        logging("head -c 20000 /dev/zero | tr '\\0' x; echo; echo end").run().exitCode();
        List<Map<String, String>> entries = entries();
        StringBuilder text = new StringBuilder();
        for (Map<String, String> entry : entries) {
            text.append(entry.get("MESSAGE")).append(entry.containsKey("CONTAINER_PARTIAL_MESSAGE") ? "" : "\n");
        }
        assertEquals("x".repeat(20000) + "\nend\n", text.toString());
        assertTrue(entries.size() >= 4, "there were " + entries.size());
    }

    @Test
    void aJournalThatIsStartedAgainGetsWhatComesThen() throws Exception {
        MonitoredContainer container = logging("echo before; while [ ! -e /go ]; do sleep 0.02; done; "
                + "echo after").run();
        journal.waitFor("the first line is there", entry -> entry.contains("before"));
        journal.close();
        Files.delete(socket);
        journal = new Datagrams(monitor.sys(), socket);
        Files.createFile(container.bundle().rootfs("/go"));
        container.exitCode();
        journal.waitFor("the second line is there", entry -> entry.contains("after"));
    }

    @Test
    void fileAndJournalGetTheSame() throws Exception {
        MonitoredContainer container = logging("seq 2000").log("k8s-file:" + monitor.directory().resolve("file")).run();
        Eventually.holds("the last line is there", () -> texts("MESSAGE").contains("2000"));
        container.exitCode();
        assertEquals(LoggedText.seq(2000), String.join("\n", texts("MESSAGE")) + "\n");
        assertEquals(LoggedText.seq(2000), LoggedText.of(monitor.directory().resolve("file")));
    }

    @Test
    void aSlowJournalGetsEveryLine() throws Exception {
        MonitoredContainer container = logging("touch /writing; seq 2000").run();
        Eventually.holds("it writes", () -> Files.exists(container.bundle().rootfs("/writing")));
        Thread.sleep(300);
        Eventually.holds("the last line is there", () -> texts("MESSAGE").contains("2000"));
        assertEquals(0, container.exitCode());
        assertEquals(LoggedText.seq(2000), String.join("\n", texts("MESSAGE")) + "\n");
    }

    @Test
    void aJournalThatStopsForSecondsGetsEveryLineToo() throws Exception {
        MonitoredContainer container = logging("touch /writing; seq 2000").run();
        Eventually.holds("it writes", () -> Files.exists(container.bundle().rootfs("/writing")));
        Thread.sleep(3000);
        Eventually.holds("the last line is there", () -> texts("MESSAGE").contains("2000"));
        assertEquals(0, container.exitCode());
        assertEquals(LoggedText.seq(2000), String.join("\n", texts("MESSAGE")) + "\n");
    }

    @Test
    void whileTheJournalIsWaitedForTheContainerIsNotReadAndTheMonitorAnswers() throws Exception {
        monitor.onlyCarafe("2.1.6 answers nobody meanwhile");
        int lines = 50_000;
        MonitoredContainer container = logging("seq " + lines).with("--journal-stall", "1000").run();
        Eventually.holds("it has been read", () -> stat(container, "stdoutLines") > 0);
        Thread.sleep(300);
        long read = stat(container, "stdoutLines");
        assertTrue(read < lines, "all " + read + " lines are read");
        Thread.sleep(300);
        assertEquals(read, stat(container, "stdoutLines"));
        Eventually.holds("all is there", () -> journal.received().size() >= lines);
        assertEquals(0, container.exitCode());
        assertEquals(LoggedText.seq(lines), String.join("\n", texts("MESSAGE")) + "\n");
    }

    @Test
    void aJournalThatDoesNotReadHoldsUpNeitherContainerNorFile() throws Exception {
        monitor.onlyCarafe("2.1.6 waits for the journal for ever");
        Path file = monitor.directory().resolve("file");
        MonitoredContainer container = logging("seq 2000").with("--journal-stall", "1").log("k8s-file:" + file).run();
        assertEquals(0, container.exitCode());
        assertEquals(LoggedText.seq(2000), LoggedText.of(file));
        assertTrue(entries().size() < 2000, "the journal had room for " + entries().size());
    }

    @Test
    void anEntrySaysHowMuchAJournalHasMissed() throws Exception {
        monitor.onlyCarafe("2.1.6 waits for the journal for ever");
        MonitoredContainer container = logging("seq 2000; touch /written; while [ ! -e /go ]; do sleep 0.02; done; "
                + "echo after").with("--journal-stall", "1").run();
        Eventually.holds("2000 lines are written", () -> Files.exists(container.bundle().rootfs("/written")));
        Eventually.holds("the journal is waited for no longer", () -> stat(container, "logLost") > 0);
        int taken = entries().size();
        int bytes = LoggedText.seq(2000).length() - LoggedText.seq(taken).length();
        int missing = 2000 - taken;
        assertEquals(bytes, stat(container, "logLost"));
        Files.createFile(container.bundle().rootfs("/go"));
        container.exitCode();
        assertEquals(List.of("[carafe-monitor: " + missing + " lines, " + bytes
                + " bytes lost, the log could not be written] 4", "after 6"),
                texts("MESSAGE", "PRIORITY").subList(taken, taken + 2));
    }

    private MonitoredContainer logging(String script) throws Exception {
        Path root = Files.createDirectories(monitor.directory().resolve("state"));
        return monitor.container(script).log("journald").runtimeRoot(root).under(PrivateMounts.instead("/run",
                Files.createTempDirectory(monitor.directory(), "run"),
                "mkdir -p \"$0/systemd/journal\"; ln -s " + socket + " \"$0/systemd/journal/socket\""));
    }

    private static long stat(MonitoredContainer container, String name) {
        try (MonitorClient client = container.control()) {
            return client.call(new ControlRequest.Stats()).number(name);
        } catch (IOException | ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** The values of some fields of each entry, separated by blanks. */
    private List<String> texts(String... fields) {
        return entries().stream().map(entry -> {
            StringBuilder text = new StringBuilder();
            for (String field : fields) {
                text.append(text.isEmpty() ? "" : " ").append(entry.get(field));
            }
            return text.toString();
        }).toList();
    }

    private List<Map<String, String>> entries() {
        return journal.received().stream().map(JournalDatagramIT::fields).toList();
    }

    /** Reads systemd's JOURNAL_NATIVE_PROTOCOL. */
    private static Map<String, String> fields(String datagram) {
        Map<String, String> fields = new TreeMap<>();
        int at = 0;
        while (at < datagram.length()) {
            int end = datagram.indexOf('\n', at);
            int equals = datagram.indexOf('=', at);
            if (equals >= 0 && equals < end) {
                fields.put(datagram.substring(at, equals), datagram.substring(equals + 1, end));
                at = end + 1;
            } else {
                byte[] length = datagram.substring(end + 1, end + 9).getBytes(StandardCharsets.ISO_8859_1);
                int size = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
                // conmon leaves it to the journal to take the newline off
                fields.put(datagram.substring(at, end), datagram.substring(end + 9, end + 9 + size).stripTrailing());
                at = end + 9 + size + 1;
            }
        }
        return fields;
    }
}
