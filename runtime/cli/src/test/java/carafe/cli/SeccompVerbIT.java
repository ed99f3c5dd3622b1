package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code seccomp}: what it says of a bundle's filter, in every format, and what the container then sees. */
class SeccompVerbIT {
    private static final int GETPRIORITY = 140;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Bundle bundle;

    @BeforeEach
    void writeABundle() {
        runtime.peer().skipIf(Peer.RUNC, "has no such command");
        runtime.peer().skipIf(Peer.CRUN, "has no such command");
        bundle = runtime.bundle().setJson("/linux/seccomp", """
                {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [
                  {"names": ["getpriority"], "action": "SCMP_ACT_ERRNO", "errnoRet": 77,
                   "args": [{"index": 1, "value": 5, "op": "SCMP_CMP_EQ"}]}]}""").write();
    }

    private JsonNode explain(Object... arguments) {
        return runtime.bareCommand("seccomp", "explain", "--format", "json", bundle.directory(), "getpriority")
                .with(arguments).run().succeeds().json();
    }

    @Test
    void theAnswerIsWhatTheContainersProgramGets() {
        JsonNode verdict = explain(0, 5).at("/verdicts/0");
        assertEquals("SCMP_ACT_ERRNO", verdict.path("action").asText());
        assertEquals("/linux/seccomp/syscalls/0", verdict.path("rule").asText());
        assertEquals("SCMP_ACT_ALLOW", explain(0, 6).at("/verdicts/0/action").asText());
        assertEquals("errno 77\n",
                runtime.run(bundle.args("syscall", Integer.toString(GETPRIORITY), "0", "5")).succeeds().stdout());
    }

    @Test
    void yamlIsTheSameDocument() throws IOException {
        String yaml = runtime.bareCommand("seccomp", "explain", "--format", "yaml", bundle.directory(), "getpriority")
                .run().succeeds().stdout();
        assertEquals(explain(), new YAMLMapper().readTree(yaml));
    }

    @Test
    void textHasNoEscapesWhereNobodyReadsIt() {
        String text = runtime.bareCommand("seccomp", "disassemble", "--all", bundle.directory()).run().succeeds()
                .stdout();
        assertTrue(text.contains("0x8c (getpriority)"), text);
        assertTrue(text.indexOf('\033') < 0, text);
    }
}
