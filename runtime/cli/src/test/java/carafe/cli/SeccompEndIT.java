package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code run} of a program that its filter kills: what is said of the call. Calls have the numbers of x86_64. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "calls x86_64 system calls by number")
class SeccompEndIT {
    private static final int ENDED_BY_SIGSYS = 128 + 31;

    @RegisterExtension
    final RuntimeUnderTest root = RuntimeUnderTest.calledBy(Caller.ROOT);

    @RegisterExtension
    final RuntimeUnderTest user = RuntimeUnderTest.calledBy(Unprivileged.user());

    private static Result run(RuntimeUnderTest runtime, String action, String call) {
        runtime.peer().skipIf(Peer.RUNC, "says nothing");
        runtime.peer().skipIf(Peer.CRUN, "says nothing");
        Bundle bundle = runtime.bundle().setJson("/linux/seccomp", """
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
                  {"names": ["swapon"], "action": "SCMP_ACT_ERRNO"},
                  {"names": ["%s"], "action": "%s"}]}""".formatted(call, action));
        return runtime.run(bundle.args("syscall", "140"));
    }

    @Test
    void theCallAndItsRuleAreNamed() {
        run(root, "SCMP_ACT_KILL_PROCESS", "getpriority").fails(ENDED_BY_SIGSYS, "ended by SIGSYS: its seccomp filter"
                + " killed it for getpriority (x86_64, number 140), see /linux/seccomp/syscalls/1 of its config.json");
    }

    @Test
    void whatIsOnlyTrappedIsAmongTheRulesThatAreNamed() {
        run(root, "SCMP_ACT_TRAP", "getpriority")
                .fails(ENDED_BY_SIGSYS, "the rules that end a process are for getpriority");
    }

    @Test
    void aUserMayNotHearTheKernelAndIsToldWhatTheProfileSays() {
        run(user, "SCMP_ACT_KILL_PROCESS", "getpriority")
                .fails(ENDED_BY_SIGSYS, "the rules that end a process are for getpriority");
    }

    @Test
    void nothingIsSaidOfAProgramThatEndsOtherwise() {
        Result result = run(root, "SCMP_ACT_KILL_PROCESS", "getpgid").succeeds();
        assertFalse(result.stderr().contains("SIGSYS"), result::toString);
    }
}
