package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /linux/cgroupsPath} and the resources of pids, memory and cpu. */
@Tag("guest")
class CgroupsIT {
    private static final long MIB = 1 << 20;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private static String cgroup(Container container) {
        return container.bundle().get("/linux/cgroupsPath").asText();
    }

    private Container sleeping(Bundle bundle) {
        return runtime.container(bundle.args("sleep", "1000")).createAndStart();
    }

    @Test
    void theContainerIsInItsCgroupInEveryHierarchy() {
        Container container = sleeping(runtime.bundle());
        for (String line : Proc.lines(container.pid() + "/cgroup")) {
            // A hierarchy that is not mounted, or v2 on a hybrid host, may be left out.
            String[] fields = line.split(":", 3);
            if (!fields[1].isEmpty() && Cgroups.hasV1(fields[1])) {
                assertEquals(cgroup(container), fields[2], line);
            }
        }
        assertTrue(Cgroups.directories(cgroup(container)).size() >= 1);
    }

    @Test
    void deleteRemovesTheCgroups() {
        Container container = sleeping(runtime.bundle());
        container.delete("--force").succeeds();
        assertEquals(List.of(), Cgroups.directories(cgroup(container)));
    }

    @Test
    void deleteRemovesCgroupsMadeBelow() throws IOException {
        Container container = sleeping(runtime.bundle());
        for (Path directory : Cgroups.directories(cgroup(container))) {
            Files.createDirectories(directory.resolve("made/deep"));
        }
        container.delete("--force").succeeds();
        assertEquals(List.of(), Cgroups.directories(cgroup(container)));
    }

    @Test
    void withoutAPathTheCgroupIsNamedAfterTheContainer() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.bundle().remove("/linux/cgroupsPath");
        container.create().succeeds();
        assertTrue(Proc.lines(container.pid() + "/cgroup").stream()
                .anyMatch(line -> line.contains(":pids:") && line.endsWith("/" + container.id())
                        || line.startsWith("0::") && line.endsWith("/" + container.id())));
        container.delete("--force").succeeds();
    }

    @ParameterizedTest
    @CsvSource({
        "/pids/limit, 42, pids, pids.max, 42",
        "/memory/limit, 67108864, memory, memory.limit_in_bytes, 67108864",
        "/memory/reservation, 33554432, memory, memory.soft_limit_in_bytes, 33554432",
        "/memory/swappiness, 10, memory, memory.swappiness, 10",
        "/cpu/shares, 512, cpu, cpu.shares, 512",
        "/cpu/quota, 20000, cpu, cpu.cfs_quota_us, 20000",
        "/cpu/period, 50000, cpu, cpu.cfs_period_us, 50000",
        "/cpu/cpus, 0, cpuset, cpuset.cpus, 0",
        "/cpu/mems, 0, cpuset, cpuset.mems, 0",
    })
    void aValueIsWrittenToItsV1File(String property, String value, String controller, String file, String written) {
        Requires.cgroupV1(controller);
        Bundle bundle = runtime.bundle();
        bundle.setJson("/linux/resources" + property, property.matches("/cpu/(cpus|mems)") ? '"' + value + '"' : value);
        Container container = sleeping(bundle);
        assertEquals(written, Cgroups.read(controller, cgroup(container), file));
    }

    @ParameterizedTest
    @CsvSource({
        "/pids/limit, 42, pids.max, 42",
        "/memory/limit, 67108864, memory.max, 67108864",
        "/memory/reservation, 33554432, memory.low, 33554432",
        "/cpu/quota, 20000, cpu.max, 20000 100000",
        "/cpu/cpus, 0, cpuset.cpus, 0",
    })
    void aValueIsWrittenToItsV2File(String property, String value, String file, String written) {
        Requires.cgroupV2();
        Bundle bundle = runtime.bundle();
        bundle.setJson("/linux/resources" + property, property.equals("/cpu/cpus") ? '"' + value + '"' : value);
        Container container = sleeping(bundle);
        assertEquals(written, Cgroups.read(file.substring(0, file.indexOf('.')), cgroup(container), file));
    }

    @Test
    void swapIsMemoryAndSwapTogether() {
        Container container = sleeping(runtime.bundle()
                .resource("/memory/limit", 64 * MIB).resource("/memory/swap", 96 * MIB));
        String expected = Long.toString((Cgroups.isUnified() ? 32 : 96) * MIB);
        assertEquals(expected, Cgroups.read("memory", cgroup(container),
                Cgroups.isUnified() ? "memory.swap.max" : "memory.memsw.limit_in_bytes"));
    }

    @Test
    void theOomKillerCanBeTurnedOff() {
        Requires.cgroupV1("memory");
        Container container = sleeping(runtime.bundle()
                .resource("/memory/limit", 64 * MIB).resource("/memory/disableOOMKiller", true));
        assertTrue(Cgroups.read("memory", cgroup(container), "memory.oom_control").contains("oom_kill_disable 1"));
    }

    @Test
    void minusOneIsNoLimit() {
        Container container = sleeping(runtime.bundle().resource("/pids/limit", -1).resource("/memory/limit", -1));
        assertEquals("max", Cgroups.read("pids", cgroup(container), "pids.max"));
    }

    @ParameterizedTest
    @CsvSource({"1.0.2-dev, max", "1.2.1, max", "1.3.0-rc.1, max", "1.3.0, 1"})
    void aPidsLimitOfZeroIsALimitFromVersion13On(String version, String limit) {
        runtime.peer().onlyCarafe("those of before 1.3.0 know no version");
        Container container = sleeping(runtime.bundle().set("/ociVersion", version).resource("/pids/limit", 0));
        assertEquals(limit, Cgroups.read("pids", cgroup(container), "pids.max"));
        runtime.command("update", "--pids-limit", 7, container.id()).run().succeeds();
        runtime.command("update", "--pids-limit", 0, container.id()).run().succeeds();
        assertEquals(limit.equals("max") ? "7" : "1", Cgroups.read("pids", cgroup(container), "pids.max"));
    }

    @Test
    void thePidsLimitStopsForks() {
        Bundle bundle = runtime.bundle().resource("/pids/limit", 6)
                .script("for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; echo all");
        String errors = runtime.run(bundle).stderr();
        assertTrue(errors.contains("can't fork"), errors);
    }

    @Test
    void aProcessOverTheMemoryLimitIsKilled() {
        Bundle bundle = runtime.bundle().resource("/memory/limit", 16 * MIB).resource("/memory/swap", 16 * MIB)
                .script("head -c 60000000 /dev/zero | tail -c 50000000 | wc -c; echo survived");
        String output = runtime.run(bundle).stdout();
        assertEquals("0\nsurvived\n", output);
    }

    @Test
    void theFirstProcessOverTheMemoryLimitEndsWithSigkill() {
        Bundle bundle = runtime.bundle().resource("/memory/limit", 16 * MIB).resource("/memory/swap", 16 * MIB)
                .args("tail", "-c", "50000000", "/dev/zero");
        runtime.run(bundle).exits(128 + 9);
    }

    @Test
    void theCpusetBindsTheProcess() {
        Bundle bundle = runtime.bundle().resource("/cpu/cpus", "0");
        assertEquals("[0]", runtime.inspect(bundle).path("cpus").toString());
    }

    @Test
    void limitsHoldBeforeTheProgramRuns() {
        Container container = runtime.container(runtime.bundle().resource("/pids/limit", 42).args("true"));
        container.create().succeeds();
        assertEquals("42", Cgroups.read("pids", cgroup(container), "pids.max"));
        assertTrue(Cgroups.read("pids", cgroup(container), "cgroup.procs").lines().toList()
                .contains(Integer.toString(container.pid())));
    }

    @Test
    void theContainerSeesItsOwnCgroupReadOnly() {
        Bundle bundle = runtime.bundle().resource("/pids/limit", 42);
        if (Cgroups.isUnified()) {
            // Without the namespace, a mount of version 2 shows the host's hierarchy.
            bundle.namespace("cgroup").script("cat /sys/fs/cgroup/pids.max; mkdir /sys/fs/cgroup/made");
        } else {
            bundle.script("cat /sys/fs/cgroup/pids/pids.max; mkdir /sys/fs/cgroup/pids/made");
        }
        var result = runtime.run(bundle).exits(1);
        assertEquals("42\n", result.stdout());
        assertTrue(result.stderr().contains("Read-only file system"), result.stderr());
    }

    @Test
    void inACgroupNamespaceTheContainersCgroupIsTheRoot() {
        Bundle bundle = runtime.bundle().namespace("cgroup").args("cat", "/proc/self/cgroup");
        for (String line : runtime.run(bundle).succeeds().stdout().lines().toList()) {
            assertFalse(line.contains("carafe-it"), line);
        }
    }

    @Test
    void aValueTheKernelRefusesIsNamedAndNothingIsLeft() {
        runtime.container(runtime.bundle().resource("/cpu/cpus", "4095")).create().fails(1, "cpuset.cpus");
        assertEquals(List.of(), runtime.leftovers());
    }
}
