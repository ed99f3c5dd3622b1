package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Resources whose controllers want something of the hardware or the kernel's configuration, on either version of
 * cgroups: what is written, and that the kernel took it.
 */
@Tag("guest")
class ControllersIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** The file of a container's directory for a controller of v1, or in its only directory. */
    private static String read(Container container, String controller, String file) {
        return Cgroups.read(controller, container.bundle().get("/linux/cgroupsPath").asText(), file);
    }

    private Container sleeping(Bundle bundle) {
        return runtime.container(bundle.args("sleep", "1000")).createAndStart();
    }

    private static void require(String controllerOfV1, String controllerOfV2) {
        if (Cgroups.isUnified()) {
            Requires.cgroupV2(controllerOfV2);
        } else {
            Requires.cgroupV1(controllerOfV1);
        }
    }

    @Test
    void hugePagesAreLimitedInUseAndInReservation() {
        require("hugetlb", "hugetlb");
        Requires.file("/sys/kernel/mm/hugepages/hugepages-2048kB");
        Container container = sleeping(runtime.bundle()
                .setJson("/linux/resources/hugepageLimits", "[{\"pageSize\": \"2MB\", \"limit\": 4194304}]"));
        String limit = Cgroups.isUnified() ? "max" : "limit_in_bytes";
        assertEquals("4194304", read(container, "hugetlb", "hugetlb.2MB." + limit));
        assertEquals("4194304", read(container, "hugetlb", "hugetlb.2MB.rsvd." + limit));
    }

    @Test
    void rdmaIsLimitedByDevice() {
        require("rdma", "rdma");
        Optional<String> device = first("/sys/class/infiniband", any -> true);
        Assumptions.assumeTrue(device.isPresent(), "needs an RDMA device");
        Container container = sleeping(runtime.bundle().setJson("/linux/resources/rdma/" + device.get(),
                "{\"hcaHandles\": 3, \"hcaObjects\": 10000}"));
        assertEquals(device.get() + " hca_handle=3 hca_object=10000", read(container, "rdma", "rdma.max"));
    }

    @Test
    void blockIoHasAWeight() {
        require("blkio", "io");
        String file = (Cgroups.isUnified() ? "io" : "blkio") + ".bfq.weight";
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.create().succeeds();
        Assumptions.assumeTrue(has(container, file), "needs the scheduler BFQ");
        container.delete("--force").succeeds();
        assertEquals("250", read(sleeping(runtime.bundle().resource("/blockIO/weight", 250)), "blkio", file)
                .replace("default ", ""));
    }

    @Test
    void aBlockDeviceHasAWeightOfItsOwn() {
        require("blkio", "io");
        Optional<String> device = first("/sys/block", name -> says("/sys/block/" + name + "/queue/scheduler", "[bfq]"));
        Assumptions.assumeTrue(device.isPresent(), "needs a block device with the scheduler BFQ");
        String number = text("/sys/block/" + device.get() + "/dev");
        String[] majorAndMinor = number.split(":");
        Container container = sleeping(runtime.bundle().setJson("/linux/resources/blockIO/weightDevice",
                "[{\"major\": %s, \"minor\": %s, \"weight\": 300}]".formatted((Object[]) majorAndMinor)));
        String file = Cgroups.isUnified() ? "io.bfq.weight" : "blkio.bfq.weight_device";
        assertTrue(read(container, "blkio", file).lines().toList().contains(number + " 300"),
                () -> read(container, "blkio", file));
    }

    @Test
    void theNetworkHasAClassAndPriorities() {
        Requires.cgroupV1("net_cls");
        Requires.cgroupV1("net_prio");
        Container container = sleeping(runtime.bundle().setJson("/linux/resources/network",
                "{\"classID\": 1048577, \"priorities\": [{\"name\": \"lo\", \"priority\": 7}]}"));
        assertEquals("1048577", read(container, "net_cls", "net_cls.classid"));
        assertTrue(read(container, "net_prio", "net_prio.ifpriomap").lines().toList().contains("lo 7"));
    }

    @Test
    void cpuTimeCanBeRealTime() {
        Requires.cgroupV1("cpu");
        Requires.file(Cgroups.directory("cpu", "/").resolve("cpu.rt_runtime_us").toString());
        // a cgroup of its own below the root, since real-time is handed down and the others have none
        Bundle bundle = runtime.bundle().resource("/cpu/realtimePeriod", 500_000)
                .resource("/cpu/realtimeRuntime", 10_000);
        Container container = sleeping(bundle.set("/linux/cgroupsPath", "/" + runtime.newId()));
        assertEquals("500000", read(container, "cpu", "cpu.rt_period_us"));
        assertEquals("10000", read(container, "cpu", "cpu.rt_runtime_us"));
    }

    @Test
    void cpuTimeCanBeSavedForABurst() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know it");
        require("cpu", "cpu");
        Requires.kernel(5, 14);
        Container container = sleeping(runtime.bundle().resource("/cpu/quota", 50_000).resource("/cpu/period", 100_000)
                .resource("/cpu/burst", 10_000));
        assertEquals("10000", read(container, "cpu", Cgroups.isUnified() ? "cpu.max.burst" : "cpu.cfs_burst_us"));
    }

    @Test
    void aContainerCanHaveOnlyTheTimeThatOthersLeave() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know it");
        require("cpu", "cpu");
        Requires.kernel(5, 15);
        assertEquals("1", read(sleeping(runtime.bundle().resource("/cpu/idle", 1)), "cpu", "cpu.idle"));
    }

    private static boolean has(Container container, String file) {
        return Cgroups.directories(container.bundle().get("/linux/cgroupsPath").asText()).stream()
                .anyMatch(directory -> Files.exists(directory.resolve(file)));
    }

    /** The first name in a directory that may be missing. */
    private static Optional<String> first(String directory, Predicate<String> wanted) {
        if (!Files.isDirectory(Path.of(directory))) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(Path.of(directory))) {
            return all.map(path -> path.getFileName().toString()).filter(wanted).sorted().findFirst();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean says(String file, String word) {
        return Files.exists(Path.of(file)) && text(file).contains(word);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
