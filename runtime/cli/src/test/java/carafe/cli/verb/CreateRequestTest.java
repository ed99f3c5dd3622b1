package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.args.ArgumentParser;
import carafe.cli.args.Arguments;
import carafe.cli.out.Log;
import carafe.cli.out.RecordedOutput;
import carafe.container.Refused;
import carafe.container.cgroup.CgroupDriver;
import carafe.container.lifecycle.CreateOptions;
import carafe.fixtures.Requires;
import carafe.kernel.LocalKernel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateRequestTest {
    private static final String PID = Long.toString(ProcessHandle.current().pid());

    private static CreateOptions create(String globalFlags, Map<String, String> environment, String... words) {
        RecordedOutput output = new RecordedOutput();
        try (LocalKernel kernel = new LocalKernel()) {
            Arguments global = ArgumentParser.parse(GlobalFlags.SYNTAX, globalFlags.split(" "), 0);
            Arguments arguments = ArgumentParser.parse(CreateVerb.SYNTAX, words, 0);
            StateRoot root = new StateRoot("/nonexistent", true, false);
            return CreateRequest.of(new Invocation("carafe", global, arguments, root, kernel, environment::get, output,
                    Log.toStderr(output)), true);
        }
    }

    private static CreateOptions create(String... words) {
        return create("--debug", Map.of(), words);
    }

    @Test
    void everyFlagReachesTheLifecycle() {
        CreateOptions options = create("--bundle", "/b", "--console-socket", "/c", "--pidfd-socket", "/f",
                "--pid-file", "/p", "--no-pivot", "--no-new-keyring", "--preserve-fds", "2", "id");
        assertEquals("/b", options.bundle());
        assertEquals("/c", options.consoleSocket());
        assertEquals("/f", options.pidfdSocket());
        assertEquals("/p", options.pidFile());
        assertTrue(options.noPivot());
        assertTrue(options.noNewKeyring());
        assertEquals(2, options.preserveFds());
        assertEquals(0, options.listenFds());
        assertTrue(options.detached());
    }

    @Test
    void withoutFlagsTheBundleIsHereAndNothingElseIsWanted() {
        CreateOptions options = create("id");
        assertEquals(".", options.bundle());
        assertNull(options.consoleSocket());
        assertNull(options.pidfdSocket());
        assertNull(options.pidFile());
        assertFalse(options.noPivot());
        assertFalse(options.noNewKeyring());
        assertEquals(0, options.preserveFds());
        assertEquals(CgroupDriver.CGROUPFS, options.cgroupDriver());
    }

    @Test
    void descriptorsOfAServiceManagerComeBeforeThePreservedOnes() {
        CreateOptions options = create("--debug", Map.of("LISTEN_FDS", "3", "LISTEN_PID", PID), "--preserve-fds=2", "id");
        assertEquals(5, options.preserveFds());
        assertEquals(3, options.listenFds());
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "-1, own", "x, own", "3, ''"})
    void descriptorsMeantForAnotherProcessAreNotOurs(String count, String pid) {
        String addressee = pid.equals("own") ? PID : pid;
        assertEquals(0, create("--debug", Map.of("LISTEN_FDS", count, "LISTEN_PID", addressee), "id").listenFds());
    }

    @ParameterizedTest
    @CsvSource({
            "--systemd-cgroup, SYSTEMD", "--cgroup-manager=systemd, SYSTEMD", "--cgroup-manager=cgroupfs, CGROUPFS",
            "--cgroup-manager disabled, DISABLED", "--systemd-cgroup --cgroup-manager=cgroupfs, SYSTEMD",
            "--systemd-cgroup=false, CGROUPFS",
    })
    void cgroupDriver(String flags, CgroupDriver driver) {
        assertEquals(driver, create(flags, Map.of(), "id").cgroupDriver());
    }

    @ParameterizedTest
    @CsvSource({"--rootless=true, true", "--rootless=false, false", "--rootless=1, true"})
    void rootlessness(String flags, boolean rootless) {
        assertEquals(rootless, create(flags, Map.of(), "id").rootless());
    }

    @Test
    void rootOfTheHostIsNotRootless() {
        Requires.root();
        assertFalse(create("--rootless=auto", Map.of(), "id").rootless());
    }

    @ParameterizedTest
    @CsvSource({"--cgroup-manager=none, invalid cgroup-manager: none", "--rootless=maybe, invalid rootless: maybe"})
    void unknownWordsAreRefused(String flags, String message) {
        Refused refused = assertThrows(Refused.class, () -> create(flags, Map.of(), "id"));
        assertEquals(message, refused.getMessage());
    }
}
