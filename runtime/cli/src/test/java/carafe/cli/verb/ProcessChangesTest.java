package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.args.ArgumentParser;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.spec.Capability;
import carafe.spec.ConfigReader;
import carafe.spec.Process;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the flags of exec change the process of config.json. */
class ProcessChangesTest {
    private static final Process CONFIGURED = ConfigReader.readProcess("process.json", """
            {"terminal": true, "user": {"uid": 7, "gid": 8, "additionalGids": [9]}, "args": ["init"],
             "env": ["A=1"], "cwd": "/home", "noNewPrivileges": true, "apparmorProfile": "confined",
             "capabilities": {"bounding": ["CAP_KILL"], "effective": ["CAP_KILL"], "permitted": ["CAP_KILL"]}}
            """.getBytes(StandardCharsets.UTF_8));

    private static Process exec(String... words) {
        return exec(Notices.NONE, words);
    }

    private static Process exec(Notices notices, String... words) {
        return ProcessChanges.apply(CONFIGURED, ArgumentParser.parse(ExecVerb.SYNTAX, words, 0), notices);
    }

    @Test
    void onlyTheCommandChangesAndTheTerminalGoes() {
        Process process = exec("id", "sh", "-c", "true");
        assertEquals(List.of("sh", "-c", "true"), process.args());
        assertFalse(process.terminal());
        assertEquals(CONFIGURED.user(), process.user());
        assertEquals(CONFIGURED.env(), process.env());
        assertEquals("/home", process.cwd());
        assertTrue(process.noNewPrivileges());
        assertEquals("confined", process.apparmorProfile());
        assertNull(process.selinuxLabel());
        assertEquals(CONFIGURED.capabilities(), process.capabilities());
    }

    @Test
    void variablesAreAppended() {
        assertEquals(List.of("A=1", "B=2", "A=3"), exec("-e", "B=2", "--env", "A=3", "id", "x").env());
    }

    @Test
    void whatIsGivenOverrides() {
        Process process = exec("-t", "--cwd=/tmp", "--apparmor", "free", "--process-label", "l",
                "--no-new-privs=false", "id", "x");
        assertTrue(process.terminal());
        assertEquals("/tmp", process.cwd());
        assertEquals("free", process.apparmorProfile());
        assertEquals("l", process.selinuxLabel());
        assertFalse(process.noNewPrivileges());
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 8", "5:6, 5, 6", "0:0, 0, 0", "4294967294:1, 4294967294, 1"})
    void userAndPerhapsGroup(String user, long uid, long gid) {
        Process process = exec("-u", user, "id", "x");
        assertEquals(uid, process.user().uid());
        assertEquals(gid, process.user().gid());
    }

    @ParameterizedTest
    @CsvSource({
            "me, 'bad uid: \"me\", expected a number from 0 to 4294967294'",
            "1:us, 'bad gid: \"us\", expected a number from 0 to 4294967294'",
            "-1, 'bad uid: \"-1\", expected a number from 0 to 4294967294'",
            "4294967295, 'bad uid: \"4294967295\", expected a number from 0 to 4294967294'",
    })
    void namesAndNumbersOutOfRangeAreNoUsers(String user, String message) {
        assertEquals(message, assertThrows(Refused.class, () -> exec("-u", user, "id", "x")).getMessage());
    }

    @Test
    void groupsAreAdded() {
        assertEquals(List.of(9L, 10L, 11L), exec("-g", "10", "-g", "11", "id", "x").user().additionalGids());
        assertThrows(Refused.class, () -> exec("-g", "-1", "id", "x"));
    }

    @Test
    void aCapabilityJoinsTheSetsThatMakeItUsable() {
        Process process = exec("--cap", "CAP_NET_RAW", "id", "x");
        List<Capability> both = List.of(Capability.CAP_KILL, Capability.CAP_NET_RAW);
        assertEquals(both, process.capabilities().bounding());
        assertEquals(both, process.capabilities().effective());
        assertEquals(both, process.capabilities().permitted());
        assertEquals(List.of(), process.capabilities().inheritable());
        assertEquals(List.of(), process.capabilities().ambient());
    }

    @Test
    void unknownCapabilitiesAreWarnedOf() {
        List<String> warnings = new ArrayList<>();
        Process process = exec(new Notices() {
            @Override
            public void warning(String message) {
                warnings.add(message);
            }

            @Override
            public void remark(String message) {
                throw new AssertionError(message);
            }

            @Override
            public void debug(String message) {
                throw new AssertionError(message);
            }
        }, "-c", "CAP_FLY", "-c", "CAP_NET_RAW", "-c", "walk", "id", "x");
        assertEquals(List.of("ignoring unknown capabilities: [CAP_FLY, walk]"), warnings);
        assertEquals(List.of(Capability.CAP_KILL, Capability.CAP_NET_RAW), process.capabilities().effective());
    }

    @Test
    void aCommandIsNeeded() {
        assertEquals("exec args cannot be empty",
                assertThrows(Refused.class, () -> exec("id")).getMessage());
    }
}
