package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code seccomp record}. */
class SeccompRecordIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @RegisterExtension
    final RuntimeUnderTest user = RuntimeUnderTest.calledBy(Unprivileged.user());

    @BeforeEach
    void skipPeers() {
        runtime.peer().skipIf(Peer.RUNC, "has no such command");
        runtime.peer().skipIf(Peer.CRUN, "has no such command");
    }

    private static JsonNode record(RuntimeUnderTest runtime, Bundle bundle, int status) throws IOException {
        bundle.write();
        runtime.command("seccomp", "record", bundle.directory()).run().exits(status);
        return Json.parse(Files.readString(bundle.directory().resolve("seccomp.json")));
    }

    /** What the program does is what it may do afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {
            "true",
            "echo hello",
            "ls -lR /etc",
            "sleep 0.01",
            "dd if=/dev/zero of=/dev/null count=3",
            "seq 1 100 | sort -n | tail -1",
            "mkdir /tmp/made && touch /tmp/made/file && rm -r /tmp/made",
            "find / -xdev -name passwd | wc -l",
            "gzip </bin/busybox | gunzip | md5sum",
            "ps; id; hostname; date; exit 7",
    })
    void aRecordedProfileRunsTheProgram(String script) throws IOException {
        int status = script.endsWith("exit 7") ? 7 : 0;
        Bundle bundle = runtime.bundle().script(script).mount("/tmp", "tmpfs", "tmpfs");
        JsonNode profile = record(runtime, bundle, status);
        runtime.run(bundle.set("/linux/seccomp", profile)).exits(status);
    }

    @Test
    void theProfileAllowsNothingElse() throws IOException {
        Bundle bundle = runtime.bundle().args("true");
        JsonNode profile = record(runtime, bundle, 0);
        List<String> names = Json.strings(profile.at("/syscalls/0/names"));
        assertTrue(names.contains("execve") && names.contains("exit_group"), names::toString);
        assertFalse(names.contains("mount") || names.contains("getpriority"), names::toString);
        assertEquals("SCMP_ACT_ERRNO", profile.path("defaultAction").asText());
        assertEquals(List.of("SCMP_ARCH_X86_64"), Json.strings(profile.path("architectures")));
        JsonNode both = withCallsOf(profile, record(runtime, bundle.args("syscall", "39"), 0));
        assertEquals("errno 1\n", runtime.run(bundle.args("syscall", "140").set("/linux/seccomp", both)).succeeds()
                .stdout());
    }

    /** The allowed calls of both. */
    private static JsonNode withCallsOf(JsonNode profile, JsonNode other) {
        return Json.parse(profile.toString().replace("\"syscalls\":[",
                "\"syscalls\":[" + other.at("/syscalls/0") + ","));
    }

    @Test
    void nothingOfTheRecordingIsLeft() throws IOException {
        Path temporary = Files.createDirectory(runtime.directory().resolve("temporary"));
        for (String program : List.of("true", "/no/such/program")) {
            Bundle bundle = runtime.bundle().args(program).write();
            runtime.command("seccomp", "record", bundle.directory())
                    .withVariable("TMPDIR", temporary.toString()).run();
            try (Stream<Path> files = Files.list(temporary)) {
                assertEquals(List.of(), files.toList(), program);
            }
            assertEquals(program.equals("true"), Files.exists(bundle.directory().resolve("seccomp.json")), program);
        }
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theProfileGoesWhereItIsAskedFor() {
        Bundle bundle = runtime.bundle().args("true").write();
        Path output = runtime.directory().resolve("recorded.json");
        runtime.command("seccomp", "record", "--output", output, bundle.directory()).run().succeeds();
        assertTrue(Files.exists(output));
        assertFalse(Files.exists(bundle.directory().resolve("seccomp.json")));
    }

    @Test
    void aProgramThatIsNotThereRecordsNothing() throws IOException {
        Bundle bundle = runtime.bundle().args("/no/such/program").write();
        runtime.command("seccomp", "record", bundle.directory()).run().fails(1, "no such file or directory");
        assertFalse(Files.exists(bundle.directory().resolve("seccomp.json")));
    }

    @Test
    void aUserRecordsToo() throws IOException {
        Bundle bundle = user.bundle().script("ls /");
        JsonNode profile = record(user, bundle, 0);
        user.run(bundle.set("/linux/seccomp", profile)).succeeds();
    }
}
