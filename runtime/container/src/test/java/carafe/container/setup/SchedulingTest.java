package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Notices;
import carafe.container.SetupFailed;
import carafe.fixtures.Command;
import carafe.kernel.Fd;
import carafe.kernel.Syscall;
import carafe.spec.IoPriority;
import carafe.spec.IoPriorityClass;
import carafe.spec.MemoryPolicy;
import carafe.spec.MemoryPolicyMode;
import carafe.spec.Personality;
import carafe.spec.PersonalityDomain;
import carafe.spec.Rlimit;
import carafe.spec.RlimitType;
import carafe.spec.Scheduler;
import carafe.spec.SchedulerPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When, where and within which limits the process runs. */
class SchedulingTest {
    private final Ground ground = new Ground(false);

    @AfterEach
    void close() {
        ground.close();
    }

    private String proc(String file) {
        ground.kernel.flush();
        return ground.local.readText(Fd.CWD, "/proc/" + ground.servant.pid() + "/" + file);
    }

    @Test
    void policyNiceAndPriorities() {
        Scheduling scheduling = new Scheduling(ground.kernel);
        scheduling.setScheduler(new Scheduler(SchedulerPolicy.SCHED_BATCH, 5, 0, List.of(), 0, 0, 0));
        scheduling.setIoPriority(new IoPriority(IoPriorityClass.IOPRIO_CLASS_BE, 6));
        String[] stat = proc("stat").split("\\) ")[1].split(" ");
        assertEquals("5", stat[16], "nice");
        assertEquals("3", stat[38], "SCHED_BATCH");
        assertEquals("best-effort: prio 6\n",
                Command.of("ionice", "-p", ground.servant.pid()).run().succeeds().stdout());
        scheduling.setScheduler(new Scheduler(SchedulerPolicy.SCHED_FIFO, 0, 7, List.of(), 0, 0, 0));
        assertEquals("7", proc("stat").split("\\) ")[1].split(" ")[37]);
    }

    @Test
    void policyThatTakesMoreRightsSaysSo() {
        ground.kernel.capset(0, 0, 0);
        SetupFailed e = assertThrows(SetupFailed.class, () -> new Scheduling(ground.kernel)
                .setScheduler(new Scheduler(SchedulerPolicy.SCHED_FIFO, 0, 7, List.of(), 0, 0, 0)));
        assertTrue(e.hint().contains("CAP_SYS_NICE"), e.hint());
    }

    @Test
    void affinity() {
        new Scheduling(ground.kernel).setAffinity("0", "/process/execCPUAffinity/initial");
        assertTrue(proc("status").contains("Cpus_allowed_list:\t0\n"));
    }

    @Test
    void affinityIsReset() {
        String before = proc("status");
        new Scheduling(ground.kernel).setAffinity("0", "/process/execCPUAffinity/initial");
        new Scheduling(ground.kernel).useEveryCpu();
        assertEquals(allowedCpus(before), allowedCpus(proc("status")));
    }

    private static List<String> allowedCpus(String status) {
        return status.lines().filter(line -> line.startsWith("Cpus_allowed_list:")).toList();
    }

    @Test
    void cpuListsHaveAMask() {
        assertEquals("0x5", Scheduling.maskOf("0,2"));
        assertEquals("0x10000000000000000", Scheduling.maskOf("64"));
    }

    @Test
    void limitsAreSetFromOutside() {
        new Rlimits(List.of(new Rlimit(RlimitType.RLIMIT_NOFILE, 100, 200),
                new Rlimit(RlimitType.RLIMIT_CORE, 0, -1)))
                .setFromOutside(ground.kernel, ground.local, ground.servant.pid());
        assertTrue(proc("limits").contains("Max open files            100                  200 "), proc("limits"));
        assertTrue(proc("limits").contains("Max core file size        0                    unlimited "));
    }

    @Test
    void limitsAreSetByTheProcessItself() {
        new Rlimits(List.of(new Rlimit(RlimitType.RLIMIT_NOFILE, 101, 201))).setOwn(ground.kernel);
        ground.kernel.flush();
        assertTrue(proc("limits").contains("Max open files            101                  201 "), proc("limits"));
    }

    @Test
    void personalityAndMemoryPolicy() {
        new ProcessPersonality(ground.kernel).set(new Personality(PersonalityDomain.LINUX32, List.of()));
        new ProcessMemoryPolicy(ground.kernel).set(new MemoryPolicy(MemoryPolicyMode.MPOL_BIND, "0", List.of()));
        assertEquals(8, ground.kernel.personality(0xffffffffL).get());
        assertTrue(proc("numa_maps").contains(" bind:0"), proc("numa_maps"));
    }

    @Test
    void oomScore() {
        new OomScore(ground.kernel).adjust(321, false);
        assertEquals("321\n", proc("oom_score_adj"));
        assertEquals(0, ground.kernel.prctl(3, 0).get(), "not dumpable again");
    }

    @Test
    void sessionKeyringIsTheContainersOwn() {
        Keyring.join(ground.kernel, "setup-test").makeSearchable(false, Notices.NONE);
        int keyctlDescribe = 6;
        long buffer = ground.kernel.arena().allocate(128, 8);
        int session = -3;
        ground.kernel.run(ground.kernel.call(Syscall.KEYCTL).with(keyctlDescribe).with(session).with(buffer).with(128))
                .get();
        assertEquals("keyring;0;0;3f1b0000;_ses.setup-test", ground.kernel.arena().getString(buffer));
    }
}
