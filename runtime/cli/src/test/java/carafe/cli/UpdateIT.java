package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code update}: what reaches the cgroup of a running container. */
@Tag("guest")
class UpdateIT {
    private static final String MEMORY_LIMIT = Cgroups.isUnified() ? "memory.max" : "memory.limit_in_bytes";
    private static final String SWAP_LIMIT = Cgroups.isUnified() ? "memory.swap.max" : "memory.memsw.limit_in_bytes";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** Unlimited but for processor time: half of one processor. */
    private Container container() {
        return runtime.container(runtime.bundle().args("sleep", "1000")
                .setJson("/linux/resources/cpu", "{\"quota\": 50000, \"period\": 100000}")).createAndStart();
    }

    private Result update(Container container, Object... words) {
        return runtime.command("update").with(words).with(container.id()).run();
    }

    private static String limit(Container container, String controller, String file) {
        return Cgroups.read(controller, container.bundle().get("/linux/cgroupsPath").asText(), file);
    }

    @ParameterizedTest
    @CsvSource({
            "--pids-limit=33, pids, pids.max, 33",
            "--memory=64m, memory, memory.limit_in_bytes, 67108864",
            "--memory-reservation=32M, memory, memory.soft_limit_in_bytes, 33554432",
            "--cpu-share=512, cpu, cpu.shares, 512",
            "--cpu-quota=25000, cpu, cpu.cfs_quota_us, 25000",
            "--cpu-period=200000, cpu, cpu.cfs_period_us, 200000",
            "--cpuset-cpus=0, cpuset, cpuset.cpus, 0",
            "--cpuset-mems=0, cpuset, cpuset.mems, 0",
    })
    void aFlagReachesItsFileOfVersion1(String flag, String controller, String file, String value) {
        Requires.cgroupV1(controller);
        Container container = container();
        assertEquals("", update(container, flag).succeeds().stdout());
        assertEquals(value, limit(container, controller, file));
    }

    @ParameterizedTest
    @CsvSource({
            "--pids-limit=33, pids, pids.max, 33",
            "--memory=64m, memory, memory.max, 67108864",
            "--memory-reservation=32M, memory, memory.low, 33554432",
            "--cpu-share=1024, cpu, cpu.weight, 100",
            "--cpu-quota=25000, cpu, cpu.max, 25000 100000",
            "--cpu-period=200000, cpu, cpu.max, 50000 200000",
            "--cpuset-cpus=0, cpuset, cpuset.cpus, 0",
            "--cpuset-mems=0, cpuset, cpuset.mems, 0",
    })
    void aFlagReachesItsFileOfVersion2(String flag, String controller, String file, String value) {
        Requires.cgroupV2(controller);
        Container container = container();
        assertEquals("", update(container, flag).succeeds().stdout());
        assertEquals(value, limit(container, controller, file));
    }

    @Test
    void quotaAndPeriodKeepEachOther() {
        Container container = container();
        update(container, "--cpu-quota", "20000").succeeds();
        assertEquals("20000 100000", bandwidth(container));
        update(container, "--cpu-period", "50000").succeeds();
        assertEquals("20000 50000", bandwidth(container));
    }

    /** As cgroup v2 writes quota and period. */
    private static String bandwidth(Container container) {
        return Cgroups.isUnified() ? limit(container, "cpu", "cpu.max")
                : limit(container, "cpu", "cpu.cfs_quota_us") + " " + limit(container, "cpu", "cpu.cfs_period_us");
    }

    @Test
    void theMemoryLimitCanBeLifted() {
        Container container = container();
        String unlimited = limit(container, "memory", MEMORY_LIMIT);
        update(container, "--memory", "64m", "--memory-swap", "96m").succeeds();
        assertEquals("67108864", limit(container, "memory", MEMORY_LIMIT));
        // memory and swap together with v1, swap alone with v2
        assertEquals(Cgroups.isUnified() ? "33554432" : "100663296", limit(container, "memory", SWAP_LIMIT));
        update(container, "--memory", "-1").succeeds();
        assertEquals(unlimited, limit(container, "memory", MEMORY_LIMIT));
    }

    @Test
    void limitsAreReadFromAFileAndOtherFlagsIgnored() throws IOException {
        Container container = container();
        Path file = Files.writeString(runtime.directory().resolve("limits.json"),
                "{\"pids\": {\"limit\": 44}, \"devices\": [{\"allow\": false}]}");
        update(container, "--resources", file, "--pids-limit", "55").succeeds();
        assertEquals("44", limit(container, "pids", "pids.max"));
    }

    @Test
    void limitsAreReadFromStandardInput() throws IOException {
        Container container = container();
        Path file = Files.writeString(runtime.directory().resolve("limits.json"), "{\"pids\": {\"limit\": 45}}");
        runtime.command("update", "--resources", "-", container.id()).reading(file).run().succeeds();
        assertEquals("45", limit(container, "pids", "pids.max"));
    }

    @Test
    void aLimitThatMakesNoSenseIsNamedAndChangesNothing() {
        Container container = container();
        String before = limit(container, "memory", MEMORY_LIMIT);
        update(container, "--memory", "much").fails(1, "invalid value for memory");
        update(container, "--cpu-period", "long").fails(1, "invalid value for cpu-period");
        assertEquals(before, limit(container, "memory", MEMORY_LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kernel-memory", "--kernel-memory-tcp"})
    void theLimitsOfKernelMemoryAreTakenAndChangeNothing(String flag) {
        Container container = container();
        String before = limit(container, "memory", MEMORY_LIMIT);
        update(container, flag, "50m").succeeds();
        assertEquals(before, limit(container, "memory", MEMORY_LIMIT));
    }

    @Test
    void aStoppedContainerHasNothingToLimit() {
        Container container = container();
        container.kill("KILL").succeeds();
        container.await("stopped");
        update(container, "--pids-limit", "5").fails(1, "container not running");
    }
}
