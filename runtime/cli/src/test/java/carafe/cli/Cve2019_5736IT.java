package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The image makes the runtime run itself inside the container ({@code /proc/self/exe} as program or interpreter), so
 * that a process of the container can open the host's binary through /proc and overwrite it.
 */
class Cve2019_5736IT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private byte[] before;

    @BeforeEach
    void readBinary() throws IOException {
        before = Files.readAllBytes(runtime.binary());
    }

    @AfterEach
    void theHostsBinaryIsUnchanged() throws IOException {
        assertArrayEquals(before, Files.readAllBytes(runtime.binary()));
    }

    @Test
    void theProgramOfACreatedContainerIsNotTheHostsBinary() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 runs its own binary from a read-only mount");
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        Path executable = Path.of("/proc/" + container.pid() + "/exe");
        assertFalse(Files.isSameFile(executable, runtime.binary()));
        // The host's file is not even mapped: no path of it may be reopened through map_files.
        for (String line : Files.readAllLines(Path.of("/proc/" + container.pid() + "/maps"))) {
            assertFalse(line.endsWith(runtime.binary().toString()), line);
        }
    }

    @Test
    void procSelfExeAsProgramDoesNotRunTheRuntimeInTheContainer() {
        Container container = runtime.container(runtime.bundle().args("/proc/self/exe", "--version"));
        assertEquals("", container.run().stdout());
    }

    @Test
    void aProgramThatIsALinkToProcSelfExeGetsNoWritableBinary() throws IOException {
        Bundle bundle = runtime.bundle().writableRoot().args("/entry");
        Files.createSymbolicLink(bundle.rootfs("/entry"), Path.of("/proc/self/exe"));
        runtime.run(bundle);
    }

    @Test
    void anInterpreterThatIsProcSelfExeGetsNoWritableBinary() throws IOException {
        Bundle bundle = runtime.bundle().writableRoot().args("/entry");
        Files.writeString(bundle.rootfs("/entry"), "#!/proc/self/exe\n");
        bundle.rootfs("/entry").toFile().setExecutable(true);
        runtime.run(bundle);
    }

    @Test
    void aContainerThatSharesThePidsCannotOverwriteTheBinaryOfAnother() {
        Container hostile = runtime.container(runtime.bundle().script("""
                echo ready
                while :; do
                    for exe in /proc/[0-9]*/exe; do
                        [ "$exe" = "/proc/$$/exe" ] || (echo overwritten > "$exe") 2>/dev/null
                    done
                done""").writableRoot()).createAndStart().awaitOutput("ready");
        Bundle victim = runtime.bundle().namespace("pid", "/proc/" + hostile.pid() + "/ns/pid").args("/proc/self/exe");
        for (int round = 0; round < 5; round++) {
            runtime.run(victim);
        }
    }
}
