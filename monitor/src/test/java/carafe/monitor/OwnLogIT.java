package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The monitor's own messages, as a system log gets them that is the test's. */
class OwnLogIT {
    @RegisterExtension
    final MonitorUnderTest monitor = new MonitorUnderTest();

    private Datagrams syslog;
    private String[] withSyslog;

    @BeforeEach
    void aSystemLogIsThere() throws Exception {
        Requires.root();
        Path socket = monitor.directory().resolve("syslog");
        syslog = new Datagrams(monitor.sys(), socket);
        withSyslog = PrivateMounts.instead("/dev", Files.createDirectory(monitor.directory().resolve("dev")),
                "cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty \"$0\"; ln -s " + socket
                        + " \"$0/log\"");
    }

    @AfterEach
    void closeSystemLog() {
        if (syslog != null) {
            syslog.close();
        }
    }

    @Test
    void withSyslogAFailureIsToldThereWithTheContainersId() throws Exception {
        MonitoredContainer container = failing().with("--syslog");
        container.launch();
        assertEquals(-1, container.message().value());
        String id = container.id().substring(0, Math.min(20, container.id().length()));
        // facility "user", of a severity that conmon and we do not agree about
        syslog.waitFor("the failure is in the system log", message -> message.contains("no such luck")
                && message.startsWith("<1") && message.contains(id));
    }

    @Test
    void withoutSyslogNothingIsToldThere() throws Exception {
        MonitoredContainer container = failing();
        container.launch();
        container.message();
        container.waitForMonitor();
        assertEquals(0, syslog.received().size());
    }

    @ParameterizedTest
    @CsvSource({"error,false", "fatal,false", "panic,false", "warn,true", "warning,true", "info,true", "debug,true",
        "trace,true", "WARN,true", "Error,false"})
    void theLevelSaysWhetherAWarningIsTold(String level, boolean told) throws Exception {
        MonitoredContainer container = monitor.container("sleep 60").under(withSyslog).with("--syslog", "--log-level",
                level).run();
        container.tell("ctl", "nonsense");
        // the news of the end is read after that of the line
        container.tell("winsz", "more nonsense");
        monitor.sys().kill(Integer.parseInt(Files.readString(container.file("pid")).strip()), 9);
        container.waitForMonitor();
        assertEquals(told, syslog.received().stream().anyMatch(message -> message.contains("control line")
                || message.contains("sscanf") || message.contains("control message")), syslog.received().toString());
    }

    @Test
    void aHigherLevelTellsMore() throws Exception {
        int before = 0;
        for (String level : List.of("error", "trace")) {
            MonitoredContainer container = failing().with("--syslog", "--log-level", level);
            container.launch();
            container.message();
            container.waitForMonitor();
            int told = syslog.received().size() - before;
            assertTrue(told > before, level + ": " + syslog.received());
            before = told;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"loud", ""})
    void anUnknownLevelIsRefused(String level) {
        Result result = Command.of(monitor.binary(), "-c", "x", "-u", "x", "-r", "/bin/true", "-l", "none",
                "--log-level", level).run().exits(1);
        assertTrue((result.stdout() + result.stderr()).contains("No such log level " + level), result.stderr());
    }

    private MonitoredContainer failing() throws Exception {
        return monitor.container("true").under(withSyslog).with("-r", monitor.program("failing",
                "echo no such luck >&2; exit 1").toString());
    }
}
