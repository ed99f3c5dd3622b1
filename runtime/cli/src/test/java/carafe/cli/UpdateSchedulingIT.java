package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code update} of what decides when a container gets a processor or a disk, as far as the kernel offers it. */
@Tag("guest")
class UpdateSchedulingIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Container sleeping(Bundle bundle) {
        return runtime.container(bundle.args("sleep", "1000")).createAndStart();
    }

    private void update(Container container, String... flags) {
        assertEquals("", runtime.command("update").with((Object[]) flags).with(container.id()).run().succeeds()
                .stdout());
    }

    private static Path file(Container container, String controller, String name) {
        return Cgroups.directory(controller, container.bundle().get("/linux/cgroupsPath").asText()).resolve(name);
    }

    private static String read(Container container, String controller, String file) {
        return Cgroups.read(controller, container.bundle().get("/linux/cgroupsPath").asText(), file);
    }

    private static void requireFile(Path file) {
        Assumptions.assumeTrue(Files.exists(file), () -> "needs a kernel with " + file.getFileName());
    }

    @Test
    void timeCanBeSavedForABurst() {
        runtime.peer().onlyCarafe("1.1.5 and crun do not know the flag");
        String file = Cgroups.isUnified() ? "cpu.max.burst" : "cpu.cfs_burst_us";
        Container container = sleeping(runtime.bundle().resource("/cpu/quota", 50_000)
                .resource("/cpu/period", 100_000));
        requireFile(file(container, "cpu", file));
        update(container, "--cpu-burst", "20000");
        assertEquals("20000", read(container, "cpu", file));
        update(container, "--cpu-burst", "0");
        assertEquals("0", read(container, "cpu", file));
    }

    @Test
    void aContainerCanGetOnlyTheTimeThatOthersLeave() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know the flag");
        Container container = sleeping(runtime.bundle());
        requireFile(file(container, "cpu", "cpu.idle"));
        update(container, "--cpu-idle", "1");
        assertEquals("1", read(container, "cpu", "cpu.idle"));
        update(container, "--cpu-idle", "0");
        assertEquals("0", read(container, "cpu", "cpu.idle"));
    }

    @Test
    void realTimeHasAPeriodAndARuntimeThatKeepEachOther() {
        Requires.cgroupV1("cpu");
        Requires.file(Cgroups.directory("cpu", "/").resolve("cpu.rt_runtime_us").toString());
        // a cgroup of its own below the root, since real-time is handed down and the others have none
        Container container = sleeping(runtime.bundle().set("/linux/cgroupsPath", "/" + runtime.newId()));
        update(container, "--cpu-rt-period", "500000", "--cpu-rt-runtime", "10000");
        assertEquals("500000 10000", realTime(container));
        update(container, "--cpu-rt-runtime", "20000");
        assertEquals("500000 20000", realTime(container));
        update(container, "--cpu-rt-period", "400000");
        assertEquals("400000 20000", realTime(container));
    }

    private static String realTime(Container container) {
        return read(container, "cpu", "cpu.rt_period_us") + " " + read(container, "cpu", "cpu.rt_runtime_us");
    }

    @Test
    void blockIoHasAWeight() {
        String file = (Cgroups.isUnified() ? "io" : "blkio") + ".bfq.weight";
        Container container = sleeping(runtime.bundle());
        requireFile(file(container, "blkio", file));
        update(container, "--blkio-weight", "250");
        assertEquals("250", read(container, "blkio", file).replace("default ", ""));
    }
}
