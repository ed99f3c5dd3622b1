package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Controllers of cgroup v2 that want something of the hardware: {@code hugetlb} and {@code rdma}. */
@Tag("guest")
class ControllersIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private static String read(Container container, String file) {
        return Cgroups.read(file.substring(0, file.indexOf('.')),
                container.bundle().get("/linux/cgroupsPath").asText(), file);
    }

    private Container sleeping(Bundle bundle) {
        return runtime.container(bundle.args("sleep", "1000")).createAndStart();
    }

    @Test
    void hugePagesAreLimitedInUseAndInReservation() {
        Requires.cgroupV2("hugetlb");
        Requires.file("/sys/kernel/mm/hugepages/hugepages-2048kB");
        Container container = sleeping(runtime.bundle()
                .setJson("/linux/resources/hugepageLimits", "[{\"pageSize\": \"2MB\", \"limit\": 4194304}]"));
        assertEquals("4194304", read(container, "hugetlb.2MB.max"));
        assertEquals("4194304", read(container, "hugetlb.2MB.rsvd.max"));
    }

    @Test
    void rdmaIsLimitedByDevice() {
        Requires.cgroupV2("rdma");
        Optional<String> device = rdmaDevice();
        Assumptions.assumeTrue(device.isPresent(), "needs an RDMA device");
        Container container = sleeping(runtime.bundle().setJson("/linux/resources/rdma/" + device.get(),
                "{\"hcaHandles\": 3, \"hcaObjects\": 10000}"));
        assertEquals(device.get() + " hca_handle=3 hca_object=10000", read(container, "rdma.max"));
    }

    private static Optional<String> rdmaDevice() {
        Path devices = Path.of("/sys/class/infiniband");
        if (!Files.isDirectory(devices)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(devices)) {
            return all.map(device -> device.getFileName().toString()).findFirst();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
