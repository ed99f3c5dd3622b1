package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Descriptors beyond the standard streams: {@code --preserve-fds} and socket activation by LISTEN_FDS. */
class PreserveFdsIT {
    private static final String FILES = "exec 3</etc/hostname 4</etc/hosts 5</etc/passwd 9</etc/group";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private JsonNode inspect(String script, Object... flags) {
        Container container = runtime.container(runtime.bundle().args("inspect"));
        return container.command("run", flags).after(script).run().succeeds().json();
    }

    @Test
    void withoutTheFlagNoneIsPassed() {
        assertEquals(3, inspect(FILES).path("fds").size());
    }

    @Test
    void theFirstNAreKeptAtTheirNumbers() {
        JsonNode descriptors = inspect(FILES, "--preserve-fds", 2).path("fds");
        assertEquals("/etc/hostname", descriptors.path("3").path("link").asText());
        assertEquals("/etc/hosts", descriptors.path("4").path("link").asText());
        assertFalse(descriptors.path("3").path("closeOnExec").asBoolean());
        assertEquals(5, descriptors.size(), descriptors::toString);
    }

    @Test
    void listenFdsArePassedWithTheirEnvironment() {
        JsonNode report = inspect(FILES + "; export LISTEN_FDS=2 LISTEN_PID=$$");
        assertEquals("/etc/hostname", report.path("fds").path("3").path("link").asText());
        assertEquals("/etc/hosts", report.path("fds").path("4").path("link").asText());
        assertEquals(5, report.path("fds").size());

        List<String> environment = Json.strings(report.path("environment"));
        assertTrue(environment.contains("LISTEN_FDS=2"), environment::toString);
        assertTrue(environment.contains("LISTEN_PID=1"), environment::toString);
    }

    @Test
    void preservedDescriptorsComeAfterListenFds() {
        JsonNode report = inspect(FILES + "; export LISTEN_FDS=1 LISTEN_PID=$$", "--preserve-fds", 1);
        assertEquals("/etc/hostname", report.path("fds").path("3").path("link").asText());
        assertEquals("/etc/hosts", report.path("fds").path("4").path("link").asText());
        assertEquals(5, report.path("fds").size());
    }

    @Test
    void aContainerThatWaitsForItsStartHoldsNoneOpen() {
        Container container = runtime.container(runtime.bundle());
        container.command("create", "--preserve-fds", 1).after(FILES).run().succeeds();
        String held = Proc.descriptors(container.state().path("pid").asInt()).toString();
        assertTrue(held.contains("3 -> /etc/hostname"), held);
        for (String other : List.of("/etc/hosts", "/etc/passwd", "/etc/group")) {
            assertFalse(held.contains(other), held);
        }
    }

    @Test
    void aContainerThatWaitsForItsStartHoldsNothingOfItsSetUpOpen() {
        runtime.peer().skipIf(Peer.CRUN, "holds what it waits with");
        runtime.peer().skipIf(Peer.RUNC, "holds what it waits with");
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        int pid = container.pid();
        // create does not wait for the last it closes: streams, the fifo, a procfs of our own, and the socket whose
        // other end is closed are left
        assertTrue(Eventually.within(Duration.ofSeconds(30), () -> Proc.descriptors(pid).size() == 6),
                () -> Proc.descriptors(pid).toString());
    }

    @Test
    void numbersThatAreNotOpenAreLeftOut() {
        JsonNode descriptors = inspect("exec 5</etc/passwd 9</etc/group", "--preserve-fds", 60).path("fds");
        assertEquals("/etc/passwd", descriptors.path("5").path("link").asText());
        assertEquals("/etc/group", descriptors.path("9").path("link").asText());
        assertEquals(5, descriptors.size(), descriptors::toString);
    }

    @Test
    void moreNumbersThanCanBeAskedForAreRefused() {
        runtime.container(runtime.bundle()).command("run", "--preserve-fds", Long.MAX_VALUE).run()
                .fails(1, "descriptors to preserve: 2147483647, expected 65536 at most");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anAddedProcessGetsWhatIsOpen() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        JsonNode descriptors = runtime.command("exec", "--preserve-fds", 3, container.id(), "inspect")
                .after("exec 5</etc/passwd").run().succeeds().json().path("fds");
        assertEquals("/etc/passwd", descriptors.path("5").path("link").asText());
        assertEquals(4, descriptors.size(), descriptors::toString);
    }

    @Test
    void aDescriptorStaysUsable() {
        Container container = runtime.container(runtime.bundle().script("cat <&3"));
        String text = container.command("run", "--preserve-fds=1").after("exec 3</etc/passwd")
                .run().succeeds().stdout();
        assertTrue(text.contains("root:x:0:0"), text);
    }
}
