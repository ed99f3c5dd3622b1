package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code events}. */
@Tag("guest")
class EventsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void needsEvents() {
        runtime.peer().skipIf(Peer.CRUN, "has no such verb");
    }

    private Container sleeping() {
        return runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
    }

    @Test
    void statsIsOneLineWithEverySubsystem() {
        Container container = sleeping();
        Result result = runtime.command("events", "--stats", container.id()).run().succeeds();
        assertEquals(1, result.stdout().lines().count());
        JsonNode event = result.json();
        assertEquals("stats", event.path("type").asText());
        assertEquals(container.id(), event.path("id").asText());
        for (String subsystem : List.of("cpu", "cpuset", "memory", "pids", "blkio", "hugetlb", "intel_rdt")) {
            assertTrue(event.path("data").has(subsystem), () -> subsystem + " is missing in " + event);
        }
        assertEquals(1, event.at("/data/pids/current").asInt());
        assertTrue(event.at("/data/cpu/usage/total").asLong() > 0, event::toString);
        assertTrue(event.at("/data/memory/usage/usage").asLong() > 0, event::toString);
    }

    @Test
    void pressureIsReportedWhereTheKernelMeasuresIt() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not report it");
        Requires.cgroupV2();
        Requires.file("/proc/pressure/cpu");
        Container container = sleeping();
        Map<String, String> files = Map.of("cpu", "cpu.pressure", "memory", "memory.pressure", "blkio", "io.pressure");
        Map<String, Long> before = new HashMap<>();
        files.forEach((subsystem, file) -> before.put(subsystem, stalled(container, file)));
        JsonNode data = runtime.command("events", "--stats", container.id()).run().succeeds().json().path("data");
        for (String subsystem : files.keySet()) {
            JsonNode psi = data.path(subsystem).path("psi");
            assertTrue(psi.isObject(), () -> subsystem + ": " + data);
            // nothing is said of what never stalled
            long reported = psi.at("/some/total").asLong();
            assertTrue(before.get(subsystem) <= reported && reported <= stalled(container, files.get(subsystem)),
                    () -> subsystem + ": " + psi + " after " + before);
            assertTrue(reported == 0 || psi.at("/some/avg10").isNumber(), psi::toString);
        }
    }

    /** Microseconds in which something in the container has waited, which only grow. */
    private static long stalled(Container container, String file) {
        String text = Cgroups.read("cpu", container.bundle().get("/linux/cgroupsPath").asText(), file);
        return Long.parseLong(text.lines().findFirst().orElseThrow().replaceFirst(".*total=", ""));
    }

    @Test
    void reportsComeAtTheIntervalUntilTheContainerIsGone() throws Exception {
        Container container = sleeping();
        try (Running events = runtime.command("events", "--interval", "100ms", container.id()).start()) {
            events.awaitOutput("\n").awaitOutput("}\n{").awaitOutput("}\n{");
            container.delete("--force").succeeds();
            Result result = events.waitFor().succeeds();
            result.stdout().lines().forEach(line -> assertEquals("stats", Json.parse(line).path("type").asText()));
        }
    }

    @Test
    void runningOutOfMemoryIsAnEvent() {
        if (!Cgroups.isUnified()) {
            Requires.cgroupV1("memory");
        }
        // the shell is a small target beside its child, so the container lives on
        Container container = runtime.container(runtime.bundle().resource("/memory/limit", 20_000_000)
                .resource("/memory/swap", 20_000_000).script("read word </go; tail /dev/zero; sleep 1000"));
        Path go = container.bundle().rootfs("go");
        Command.of("mkfifo", go).run().succeeds();
        container.createAndStart();
        try (Running events = runtime.command("events", "--interval", "100ms", container.id()).start()) {
            // once it reports, it listens for the other kind, too
            events.awaitOutput("\"stats\"");
            Command.of("sh", "-c", "echo word >" + go).run().succeeds();
            events.awaitOutput("{\"type\":\"oom\",\"id\":\"" + container.id() + "\"");
        }
    }

    @Test
    void aStoppedContainerHasNothingToReport() {
        Container container = sleeping();
        container.kill("KILL").succeeds();
        container.await("stopped");
        runtime.command("events", "--stats", container.id()).run()
                .fails(1, "container with id " + container.id() + " is not running");
    }

    @Test
    void anIntervalOfNothingIsRefused() {
        Container container = sleeping();
        runtime.command("events", "--interval=0", container.id()).run()
                .fails(1, "duration interval must be greater than 0");
    }
}
