package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code doctor}, on hosts as they are and as mount namespaces make them look. */
class DoctorIT {
    @RegisterExtension
    final RuntimeUnderTest root = RuntimeUnderTest.calledBy(Caller.ROOT);

    @RegisterExtension
    final RuntimeUnderTest user = RuntimeUnderTest.calledBy(Unprivileged.user());

    @RegisterExtension
    final RuntimeUnderTest poor = RuntimeUnderTest.calledBy(Unprivileged.userWithoutSubordinateIds());

    @BeforeEach
    void skipPeers() {
        root.peer().skipIf(Peer.RUNC, "has no such command");
        root.peer().skipIf(Peer.CRUN, "has no such command");
    }

    private static JsonNode check(Result result, String name) {
        for (JsonNode check : result.json().path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("nothing about " + name + ": " + result);
    }

    private static String grade(Result result, String name) {
        return check(result, name).path("grade").asText();
    }

    /** The program in a mount namespace in which a file has other contents. */
    private Result where(String file, String contents, RuntimeUnderTest runtime) throws IOException {
        Path fake = Files.writeString(root.directory().resolve("fake"), contents);
        Command command = runtime.bareCommand("doctor", "--json");
        return command.under("/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"", fake, file).run();
    }

    @Test
    void thisHostRunsContainersOfRoot() {
        Result result = root.bareCommand("doctor", "--json").run().succeeds();
        assertEquals("root", result.json().path("caller").asText());
        assertEquals("ok", grade(result, "version"));
        assertEquals("ok", grade(result, "system calls"));
    }

    @Test
    void everyFormatHasTheSameChecks() throws IOException {
        JsonNode json = root.bareCommand("doctor", "--format", "json").run().succeeds().json();
        String yaml = root.bareCommand("doctor", "--format", "yaml").run().succeeds().stdout();
        assertEquals(json.path("checks").size(), new YAMLMapper().readTree(yaml).path("checks").size(), yaml);
        String text = root.bareCommand("doctor").run().succeeds().stdout();
        for (JsonNode check : json.path("checks")) {
            assertTrue(text.contains(check.path("name").asText() + ": "), text);
        }
        assertFalse(text.contains("\033"), text);
    }

    @Test
    void aUserHasHisSubordinateIds() {
        Result result = user.bareCommand("doctor", "--json").run();
        assertEquals("ok", grade(result, "/etc/subuid"), result::toString);
        assertEquals("ok", grade(result, "newuidmap"), result::toString);
    }

    @Test
    void aUserWithoutIsTold() {
        JsonNode check = check(poor.bareCommand("doctor", "--json").run(), "/etc/subuid");
        assertEquals("warn", check.path("grade").asText());
        assertTrue(check.path("remedy").asText().startsWith("usermod --add-subuids "), check::toString);
    }

    @Test
    void whereMemfdsMayNotBeExecutedNoContainerRuns() throws IOException {
        Requires.file("/proc/sys/vm/memfd_noexec");
        Result result = where("/proc/sys/vm/memfd_noexec", "2\n", root).exits(1);
        assertEquals("fail", grade(result, "memfd_noexec"));
        assertEquals("sysctl vm.memfd_noexec=1", check(result, "memfd_noexec").path("remedy").asText());
        assertEquals("", result.stderr());
    }

    @Test
    void withoutUserNamespacesRootIsWarned() throws IOException {
        assertEquals("warn", grade(where("/proc/sys/user/max_user_namespaces", "0\n", root), "limit"));
    }

    @Test
    void aCoveredProcIsToldOf() throws IOException {
        assertEquals("warn", grade(where("/proc/sys/user/max_user_namespaces", "9\n", root), "/proc"));
    }

    @Test
    void aProfileActionThatTheKernelLacksIsNamed() throws IOException {
        JsonNode check = check(where("/proc/sys/kernel/seccomp/actions_avail", "kill_thread errno allow\n", root),
                "seccomp");
        assertEquals("without kill_process trap user_notif log", check.path("found").asText());
    }
}
