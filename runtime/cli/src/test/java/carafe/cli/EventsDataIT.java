package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code events --stats} says of a container's resources, beside the kernel's own files. */
@Tag("guest")
class EventsDataIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void needsEvents() {
        runtime.peer().skipIf(Peer.CRUN, "has no such verb");
    }

    private Container container() {
        return runtime.container(runtime.bundle().resource("/pids/limit", 42).resource("/memory/limit", 64 << 20)
                .args("sleep", "1000")).createAndStart();
    }

    private JsonNode data(Container container) {
        return runtime.command("events", "--stats", container.id()).run().succeeds().json().path("data");
    }

    private static String read(Container container, String controller, String file) {
        return Cgroups.read(controller, container.bundle().get("/linux/cgroupsPath").asText(), file);
    }

    /** Zeros are left out but where a value has no question mark; "..." stands for keys of the kernel's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                | cpu cpuset memory pids blkio hugetlb intel_rdt network_interfaces
            /cpu              | usage throttling? psi?
            /cpu/usage        | total percpu? percpu_kernel? percpu_user? kernel user
            /cpu/throttling   | periods? throttledPeriods? throttledTime?
            /cpuset           | cpus? cpu_exclusive mems? mem_hardwall mem_exclusive memory_migrate \
                                memory_spread_page memory_spread_slab memory_pressure sched_load_balance \
                                sched_relax_domain_level
            /memory           | cache? usage swap kernel? kernelTCP? raw psi?
            /memory/usage     | limit usage max? failcnt
            /memory/swap      | limit usage? max? failcnt
            /memory/kernel    | limit usage? max? failcnt
            /memory/kernelTCP | limit usage? max? failcnt
            /pids             | current limit
            /blkio            | ioServiceBytesRecursive? ioServicedRecursive? ioQueueRecursive? \
                                ioServiceTimeRecursive? ioWaitTimeRecursive? ioMergedRecursive? ioTimeRecursive? \
                                sectorsRecursive? psi?
            """)
    void theKeysAreRuncs(String pointer, String keys) {
        Set<String> actual = new TreeSet<>();
        data(container()).at(pointer).fieldNames().forEachRemaining(actual::add);
        if (actual.isEmpty() && pointer.lastIndexOf('/') > 0) {
            return; // left out as a whole, of which the row above knows
        }
        List<String> expected = Arrays.asList(keys.split(" +"));
        assertEquals(Set.of(), minus(actual, expected.stream().map(key -> key.replace("?", "")).toList()), "unknown");
        assertEquals(Set.of(), minus(expected.stream().filter(key -> !key.endsWith("?")).toList(), actual), "missing");
    }

    private static Set<String> minus(Collection<String> all, Collection<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    @Test
    void cpuTimesAreNanoseconds() {
        Container container = runtime.container(runtime.bundle().script(
                "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done; echo done; sleep 1000"));
        container.createAndStart().awaitOutput("done");
        long before = cpuTime(container);
        long reported = data(container).at("/cpu/usage/total").asLong();
        assertTrue(before <= reported && reported <= cpuTime(container), () -> before + " then " + reported);
        // what the kernel counts in ticks and microseconds is of the same size
        JsonNode usage = data(container).at("/cpu/usage");
        long parts = usage.path("kernel").asLong() + usage.path("user").asLong();
        assertTrue(parts > reported / 2 && parts < reported * 2, usage::toString);
    }

    private static long cpuTime(Container container) {
        if (!Cgroups.isUnified()) {
            return Long.parseLong(read(container, "cpuacct", "cpuacct.usage"));
        }
        return TimeUnit.MICROSECONDS.toNanos(Long.parseLong(
                value(read(container, "cpu", "cpu.stat"), "usage_usec")));
    }

    @Test
    void memoryIsThatOfTheKernelsFiles() {
        Container container = container();
        String usage = Cgroups.isUnified() ? "memory.current" : "memory.usage_in_bytes";
        String anonymous = Cgroups.isUnified() ? "anon" : "rss";
        // The kernel settles its counts for a while after a start: what stands between two equal readings is theirs.
        for (int reading = 0; reading < 100; reading++) {
            String usageBefore = read(container, "memory", usage);
            String rawBefore = read(container, "memory", "memory.stat");
            JsonNode memory = data(container).path("memory");
            String raw = read(container, "memory", "memory.stat");
            if (usageBefore.equals(read(container, "memory", usage))
                    && value(rawBefore, anonymous).equals(value(raw, anonymous))) {
                assertEquals(64 << 20, memory.at("/usage/limit").asLong());
                assertEquals(usageBefore, memory.at("/usage/usage").asText());
                assertEquals(raw.lines().count(), memory.path("raw").size(), memory::toString);
                assertEquals(value(raw, anonymous), memory.path("raw").path(anonymous).asText());
                return;
            }
        }
        fail("the memory of a container that sleeps never stood still");
    }

    @Test
    void tasksAreCountedAndLimited() {
        JsonNode pids = data(container()).path("pids");
        assertEquals(1, pids.path("current").asInt());
        assertEquals(42, pids.path("limit").asInt());
    }

    @Test
    void whatIsReadFromADiskIsTold() throws IOException {
        Container container = runtime.container(runtime.bundle().script("dd if=/big of=/dev/null iflag=direct bs=1M; "
                + "echo done; sleep 1000"));
        Path big = Files.write(container.bundle().rootfs("/big"), new byte[1 << 20]);
        Assumptions.assumeTrue(Files.getFileStore(big).name().startsWith("/dev/"), "needs a file system on a disk");
        container.createAndStart().awaitOutput("done");
        Assumptions.assumeFalse(container.stderr().contains("nvalid"), "the file system has no direct I/O");
        JsonNode blkio = data(container).path("blkio");
        long read = 0;
        for (JsonNode entry : blkio.path("ioServiceBytesRecursive")) {
            if (entry.path("op").asText().equalsIgnoreCase("Read")) {
                read += entry.path("value").asLong();
            }
        }
        assertTrue(read >= 1 << 20, blkio::toString);
    }

    /** Of a file with one name and number per line. */
    private static String value(String file, String name) {
        return file.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow()
                .substring(name.length() + 1);
    }
}
