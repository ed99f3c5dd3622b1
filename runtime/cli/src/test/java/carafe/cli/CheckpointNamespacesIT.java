package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers that are saved and restored with namespaces of others, as in pods, or with a user namespace. */
@Tag("guest")
class CheckpointNamespacesIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    private static String path(int pid, String file) {
        return "/proc/" + pid + "/ns/" + file;
    }

    @ParameterizedTest
    @CsvSource({"network, net", "ipc, ipc", "uts, uts"})
    void aNamespaceGivenByPathIsTheSameAgain(String type, String file) {
        Container holder = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Container container = Counting.start(runtime, runtime.bundle().namespace(type, path(holder.pid(), file)));
        Counting.checkpoint(runtime, container).succeeds();
        Counting.restore(runtime, container);
        assertEquals(Proc.link(holder.pid() + "/ns/" + file), Proc.link(container.pid() + "/ns/" + file));
    }

    @Test
    void aNamespaceOfItsOwnIsNewAgain() {
        Container container = Counting.start(runtime, runtime.bundle());
        Counting.checkpoint(runtime, container).succeeds();
        Counting.restore(runtime, container);
        assertNotEquals(Proc.link("self/ns/net"), Proc.link(container.pid() + "/ns/net"));
    }

    @Test
    void theHostsNetworkIsTheHostsAgain() {
        Bundle bundle = runtime.bundle().withoutNamespace("network").withoutMount("/sys");
        Container container = Counting.start(runtime, bundle);
        Counting.checkpoint(runtime, container).succeeds();
        Counting.restore(runtime, container);
        assertEquals(Proc.link("self/ns/net"), Proc.link(container.pid() + "/ns/net"));
    }

    @Test
    void aUserNamespaceHasItsMapsAgain() throws IOException {
        Bundle bundle = runtime.bundle().withoutMount("/sys/fs/cgroup").namespace("user").uidMapping(0, 100_000, 65_536)
                .gidMapping(0, 100_000, 65_536);
        // its root may not make files in the root file system, which is the host's root's
        Files.setPosixFilePermissions(Files.createFile(bundle.rootfs("/count")),
                PosixFilePermissions.fromString("rw-rw-rw-"));
        Container container = Counting.start(runtime, bundle);
        Counting.checkpoint(runtime, container).succeeds();
        // CRIU reads them as the namespace's root
        Command.of("/bin/chmod", "-R", "a+rX", runtime.directory()).run().succeeds();
        Counting.restore(runtime, container);
        assertEquals("0 100000 65536", Proc.lines(container.pid() + "/uid_map").getFirst().strip()
                .replaceAll(" +", " "));
    }
}
