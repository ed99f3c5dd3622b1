package carafe.cli.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.SocketCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at a socket in place of the journal's and syslogd's. */
class SystemLogTest {
    private static final LogLine LINE = new LogLine(LogLevel.ERROR, "no such container", 0,
            List.of(new Detail("errno", "ENOENT")));

    private final LocalKernel kernel = new LocalKernel();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        kernel.close();
    }

    private String socket() {
        return directory.resolve("socket").toString();
    }

    private Fd listen() {
        Fd receiver = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_DGRAM, 0);
        kernel.bindUnix(receiver, socket()).get();
        return receiver;
    }

    /** The datagram that has come. */
    private String received(Fd receiver) {
        String text = new String(kernel.readUpTo(receiver, 4096), StandardCharsets.UTF_8);
        kernel.close(receiver);
        return text;
    }

    @Test
    void theJournalGetsFields() {
        Fd receiver = listen();
        SystemLog.journal(kernel, socket(), "me").append(LINE, LogFormat.TEXT);
        assertEquals("PRIORITY=3\nSYSLOG_IDENTIFIER=me\nID=me\nMESSAGE=no such container\nCARAFE_ERRNO=ENOENT\n",
                received(receiver));
    }

    @Test
    void aMessageOfSeveralLinesStandsBehindItsLength() {
        Fd receiver = listen();
        SystemLog.journal(kernel, socket(), "me")
                .append(new LogLine(LogLevel.WARNING, "a\nb", 0, List.of()), LogFormat.TEXT);
        assertEquals("PRIORITY=4\nSYSLOG_IDENTIFIER=me\nID=me\nMESSAGE\n\u0003\0\0\0\0\0\0\0a\nb\n", received(receiver));
    }

    @Test
    void syslogGetsALine() {
        Fd receiver = listen();
        SystemLog.syslog(kernel, socket(), "me").append(LINE, LogFormat.TEXT);
        assertEquals("<11>me: no such container errno=ENOENT", received(receiver));
    }

    @Test
    void syslogGetsAnObjectIfThatIsTheFormat() {
        Fd receiver = listen();
        SystemLog.syslog(kernel, socket(), "me").append(LINE, LogFormat.JSON);
        assertEquals("<11>me: " + LINE.asJson().strip(), received(receiver));
    }

    @Test
    void nobodyWhoListensIsAFailure() {
        assertThrows(ErrnoException.class, () -> SystemLog.journal(kernel, socket(), "me"));
    }
}
