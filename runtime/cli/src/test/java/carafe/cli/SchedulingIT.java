package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import carafe.spec.SchedulerPolicy;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /process/scheduler} and {@code /process/ioPriority}. */
class SchedulingIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireSpec11() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 knows neither");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SCHED_OTHER | "nice": -5     | -5 | 0
            SCHED_BATCH | "nice": 19     | 19 | 0
            SCHED_IDLE  | "nice": 0      | 0  | 0
            """)
    void aPolicyIsSetWithItsParameter(SchedulerPolicy policy, String parameter, int nice, int priority) {
        JsonNode scheduler = runtime.inspect(runtime.bundle().setJson("/process/scheduler",
                "{\"policy\": \"" + policy + "\", " + parameter + "}")).path("scheduler");
        assertEquals(policy.number(), scheduler.path("policy").asInt());
        assertEquals(nice, scheduler.path("nice").asInt());
        assertEquals(priority, scheduler.path("priority").asInt());
    }

    /** With CONFIG_RT_GROUP_SCHED and cgroup v1 a container must be given real-time first. */
    @ParameterizedTest
    @CsvSource({"SCHED_FIFO, 10", "SCHED_RR, 1"})
    void aRealTimePolicyIsSetWithItsPriority(SchedulerPolicy policy, int priority) {
        Bundle bundle = runtime.bundle().setJson("/process/scheduler",
                "{\"policy\": \"" + policy + "\", \"priority\": " + priority + "}");
        if (Files.exists(Path.of("/sys/fs/cgroup/cpu/cpu.rt_runtime_us"))) {
            // a cgroup of its own below the root, since real-time is handed down and the others have none
            bundle.set("/linux/cgroupsPath", "/" + runtime.newId())
                    .resource("/cpu/realtimePeriod", 1_000_000).resource("/cpu/realtimeRuntime", 10_000);
        }
        JsonNode scheduler = runtime.inspect(bundle).path("scheduler");
        assertEquals(policy.number(), scheduler.path("policy").asInt());
        assertEquals(priority, scheduler.path("priority").asInt());
    }

    @Test
    void aDeadlineHasThreeParameters() {
        JsonNode scheduler = runtime.inspect(runtime.bundle().setJson("/process/scheduler", """
                {"policy": "SCHED_DEADLINE", "runtime": 10000000, "deadline": 20000000, "period": 30000000}"""))
                .path("scheduler");
        assertEquals(SchedulerPolicy.SCHED_DEADLINE.number(), scheduler.path("policy").asInt());
        assertEquals(List.of(10000000L, 20000000L, 30000000L), List.of(scheduler.path("runtime").asLong(),
                scheduler.path("deadline").asLong(), scheduler.path("period").asLong()));
    }

    /** 1 is RESET_ON_FORK, 2 RECLAIM, 4 DL_OVERRUN; what the kernel only acts upon it does not report. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SCHED_OTHER    | RESET_ON_FORK | 0                                                              | 1
            SCHED_DEADLINE | RECLAIM       | 0, "runtime": 10000000, "deadline": 20000000, "period": 20000000 | 2
            SCHED_DEADLINE | DL_OVERRUN    | 0, "runtime": 10000000, "deadline": 20000000, "period": 20000000 | 4
            """)
    void aFlagIsReportedByTheKernel(SchedulerPolicy policy, String flag, String nice, int reported) {
        assertEquals(reported, withFlag(policy, flag, nice).path("flags").asInt());
    }

    @Test
    void keepPolicyChangesOnlyParameters() {
        JsonNode scheduler = withFlag(SchedulerPolicy.SCHED_BATCH, "KEEP_POLICY", "3");
        assertEquals(SchedulerPolicy.SCHED_OTHER.number(), scheduler.path("policy").asInt());
        assertEquals(3, scheduler.path("nice").asInt());
    }

    @Test
    void keepParamsChangesNothing() {
        JsonNode callers = runtime.inspect(runtime.bundle()).path("scheduler");
        JsonNode scheduler = withFlag(SchedulerPolicy.SCHED_BATCH, "KEEP_PARAMS", "3");
        // the kernel counts the policy among the parameters
        assertEquals(callers.path("policy"), scheduler.path("policy"));
        assertEquals(callers.path("nice"), scheduler.path("nice"));
    }

    /** The specification has no property for the clamps, so they are set to 0. */
    @ParameterizedTest
    @ValueSource(strings = {"UTIL_CLAMP_MIN", "UTIL_CLAMP_MAX"})
    void utilizationClampsReachTheKernel(String flag) {
        Bundle bundle = scheduler(SchedulerPolicy.SCHED_OTHER, flag, "0").args("inspect");
        Result result = runtime.run(bundle);
        if (Files.exists(Path.of("/proc/sys/kernel/sched_util_clamp_max"))) {
            result.succeeds();
        } else {
            result.fails(1, "sched_setattr");
        }
    }

    @ParameterizedTest
    @CsvSource({"IOPRIO_CLASS_RT, 0, 8192", "IOPRIO_CLASS_BE, 7, 16391", "IOPRIO_CLASS_IDLE, 0, 24576"})
    void theIoPriorityIsTheConfigs(String ioClass, int priority, int number) {
        assertEquals(number, runtime.inspect(runtime.bundle().setJson("/process/ioPriority",
                "{\"class\": \"" + ioClass + "\", \"priority\": " + priority + "}")).path("ioPriority").asInt());
    }

    @Test
    void aPolicyTheKernelDoesNotHaveIsRefused() {
        Bundle bundle = runtime.bundle().set("/process/scheduler/policy", "SCHED_ISO");
        runtime.container(bundle).create().fails(1, "/process/scheduler/policy");
        assertEquals(List.of(), runtime.leftovers());
    }

    private JsonNode withFlag(SchedulerPolicy policy, String flag, String nice) {
        return runtime.inspect(scheduler(policy, flag, nice)).path("scheduler");
    }

    private Bundle scheduler(SchedulerPolicy policy, String flag, String nice) {
        return runtime.bundle().setJson("/process/scheduler", """
                {"policy": "%s", "flags": ["SCHED_FLAG_%s"], "nice": %s}""".formatted(policy, flag, nice));
    }
}
