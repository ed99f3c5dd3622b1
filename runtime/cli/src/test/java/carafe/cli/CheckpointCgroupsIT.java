package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code --manage-cgroups-mode}: who makes the cgroups of a restored container. The runtime makes the container's own;
 * in another one below it, the container had a second process.
 */
@Tag("guest")
class CheckpointCgroupsIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    private static Path cgroup(Container container) {
        return Cgroups.directory("", container.bundle().get("/linux/cgroupsPath").asText());
    }

    /** On cgroup v2, as there is but one directory then. */
    private Container saved(String... flags) throws IOException {
        Requires.cgroupV2();
        Container container = Counting.begin(runtime.container(runtime.bundle()),
                "sleep 1000 & exec holder memory 1");
        Path below = Files.createDirectory(cgroup(container).resolve("below"));
        Files.writeString(below.resolve("cgroup.procs"), Integer.toString(child(container)));
        Counting.checkpoint(runtime, container, (Object[]) flags).succeeds();
        return container;
    }

    private static int child(Container container) {
        return Eventually.value("its child", () -> Proc.childOf(container.pid()));
    }

    private static String cgroupOfChild(Container container) {
        return Proc.lines(child(container) + "/cgroup").getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "full"})
    void cgroupsBelowTheContainersAreMadeAgain(String mode) throws IOException {
        Container container = saved();
        Counting.restore(runtime, container, "--manage-cgroups-mode", mode);
        assertTrue(cgroupOfChild(container).endsWith("/below"), cgroupOfChild(container));
    }

    /** CRIU 3.17 saves properties of cgroup v1 alone. */
    @ParameterizedTest
    @CsvSource({"soft, 42", "full, 33"})
    void propertiesOfTheContainersCgroupAreThoseOfTheConfigOrTheSavedOnes(String mode, String limit) {
        Requires.cgroupV1("pids");
        if (mode.equals("full")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 takes the flag of restore and forgets it");
        }
        Container container = Counting.start(runtime, runtime.bundle().resource("/pids/limit", 42));
        runtime.command("update", "--pids-limit", "33", container.id()).run().succeeds();
        Counting.checkpoint(runtime, container, "--manage-cgroups-mode", mode).succeeds();
        Counting.restore(runtime, container, "--manage-cgroups-mode", mode);
        assertEquals(limit, Cgroups.read("pids", container.bundle().get("/linux/cgroupsPath").asText(), "pids.max"));
    }

    @Test
    void strictlyNoCgroupMayBeThereAlreadyAndTheContainersIs() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 takes the flag of restore and forgets it");
        Container container = saved();
        container.restore("--image-path", Counting.images(runtime), "--manage-cgroups-mode", "strict")
                .fails(1, "Abort restore of existing cgroups");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void cgroupsCanBeLeftToTheRuntimeAlone() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know the mode");
        Container container = saved("--manage-cgroups-mode", "ignore");
        Counting.restore(runtime, container, "--manage-cgroups-mode", "ignore");
        assertTrue(Files.notExists(cgroup(container).resolve("below")));
        assertEquals("0::" + container.bundle().get("/linux/cgroupsPath").asText(), cgroupOfChild(container));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "full", "strict"})
    void aCheckpointTakesEveryMode(String mode) throws IOException {
        Container container = saved("--manage-cgroups-mode", mode);
        Counting.restore(runtime, container);
        assertTrue(cgroupOfChild(container).endsWith("/below"), cgroupOfChild(container));
    }
}
