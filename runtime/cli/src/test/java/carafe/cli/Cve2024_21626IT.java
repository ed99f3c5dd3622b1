package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * "Leaky Vessels": the working directory of the image is {@code /proc/self/fd/N}, a directory of the host that the
 * runtime or its caller has open; relative paths then lead out of the container.
 */
class Cve2024_21626IT {
    private static final String HOST_DIRECTORIES = "exec 3</ 4</sys/fs/cgroup 5</proc 6</tmp 7</ 8</ 9</";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** A file only the host has. */
    private Path secret;

    @BeforeEach
    void makeSecret() throws IOException {
        secret = Files.writeString(runtime.directory().resolve("secret"), "the host's secret");
    }

    private String readSecret() {
        return "cat ../../../../../../../.." + secret + " ./" + secret;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void aWorkingDirectoryThatIsADescriptorLeadsNowhere(int descriptor) {
        Container container = runtime.container(runtime.bundle().cwd("/proc/self/fd/" + descriptor)
                .script(readSecret()));
        Result result = container.command("run").after(HOST_DIRECTORIES).run();
        assertFalse(result.exit() == 0 || result.stdout().contains("secret"), result::toString);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aLinkToADescriptorLeadsNowhere() throws IOException {
        Bundle bundle = runtime.bundle().cwd("/work").script(readSecret());
        Files.createSymbolicLink(bundle.rootfs("/work"), Path.of("/proc/self/fd/7"));
        Container container = runtime.container(bundle);
        Result result = container.command("run").after(HOST_DIRECTORIES).run();
        assertFalse(result.exit() == 0 || result.stdout().contains("secret"), result::toString);
    }

    @Test
    void aProgramGivenByADescriptorIsNotTheHosts() {
        Container container = runtime.container(runtime.bundle().args("/proc/self/fd/7" + secret));
        Result result = container.command("run").after(HOST_DIRECTORIES).run();
        assertFalse(result.exit() == 0, result::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 6, 7, 8, 9, 10, 11})
    void execIntoADescriptorLeadsNowhere(int descriptor) {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Result result = runtime.command("exec", "--cwd", "/proc/self/fd/" + descriptor, container.id(), "sh", "-c",
                readSecret()).after(HOST_DIRECTORIES).run();
        assertFalse(result.exit() == 0 || result.stdout().contains("secret"), result::toString);
    }

    @Test
    void noDescriptorOfTheCallerIsOpenInTheContainer() {
        Container container = runtime.container(runtime.bundle().script("ls -l /proc/self/fd | grep -v pipe"));
        String links = container.command("run").after(HOST_DIRECTORIES).run().stdout();
        for (String host : List.of("cgroup", "/tmp", " /$")) {
            assertFalse(links.lines().anyMatch(line -> line.matches(".*-> .*" + host)
                    && !line.contains("std")), links);
        }
    }
}
