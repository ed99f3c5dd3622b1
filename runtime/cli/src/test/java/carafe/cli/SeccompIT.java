package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /linux/seccomp}, live: what system calls give under a profile. Calls have the numbers of x86_64. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "calls x86_64 system calls by number")
class SeccompIT {
    private static final String FLAGS = "1.1.5 supports no flags";
    private static final int GETPID = 39;
    private static final int GETPRIORITY = 140;
    private static final int PERSONALITY = 135;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Bundle profile(String json) {
        return runtime.bundle().setJson("/linux/seccomp", json);
    }

    /** A profile that allows everything but what the rule says. */
    private Bundle rule(String rule) {
        return profile("{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [" + rule + "]}");
    }

    private String call(Bundle bundle, Object... words) {
        String[] args = new String[words.length + 1];
        args[0] = "syscall";
        for (int i = 0; i < words.length; i++) {
            args[i + 1] = words[i].toString();
        }
        return runtime.run(bundle.args(args)).succeeds().stdout().strip();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFilterIsOnWithAndWithoutNewPrivileges(boolean noNewPrivileges) {
        Bundle bundle = rule("{\"names\": [\"getpriority\"], \"action\": \"SCMP_ACT_ERRNO\"}")
                .set("/process/noNewPrivileges", noNewPrivileges);
        assertEquals("errno " + EPERM, call(bundle, GETPRIORITY));
        assertEquals("returned 1", call(bundle, GETPID));
    }

    @Test
    void theProcessIsInFilterMode() {
        Container container = runtime.container(rule("{\"names\": [\"swapon\"], \"action\": \"SCMP_ACT_ERRNO\"}")
                .args("sleep", "1000")).createAndStart();
        assertEquals("2", Proc.status(container.pid(), "Seccomp"));
        assertEquals("1", Proc.status(container.pid(), "Seccomp_filters"));
    }

    @Test
    void aFilterThatForbidsEverythingEndsTheContainer() {
        Container container = runtime.container(profile("{\"defaultAction\": \"SCMP_ACT_ERRNO\"}"));
        container.create().succeeds();
        // nothing is left that it could tell, or end itself with
        container.start();
        container.exitStatus();
        container.await("stopped");
    }

    @Test
    void errnoIsTheRules() {
        assertEquals("errno 95", call(rule("""
                {"names": ["getpriority"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95}"""), GETPRIORITY));
    }

    @Test
    void theDefaultErrnoIsTheProfiles() {
        Bundle bundle = profile("""
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls":
                  [{"names": ["getpriority"], "action": "SCMP_ACT_ERRNO", "errnoRet": 0}]}""");
        assertEquals("returned 0", call(bundle, GETPRIORITY));
    }

    @ParameterizedTest
    @CsvSource({"SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP"})
    void killAndTrapEndTheProcessWithSigsys(String action) {
        runtime.run(rule("{\"names\": [\"getpriority\"], \"action\": \"" + action + "\"}")
                .args("syscall", Integer.toString(GETPRIORITY))).exits(128 + 31);
    }

    @Test
    void logLetsTheCallThrough() {
        assertEquals("returned 1", call(rule("""
                {"names": ["getpid"], "action": "SCMP_ACT_LOG"}"""), GETPID));
    }

    @Test
    void traceWithoutATracerIsEnosys() {
        assertEquals("errno " + ENOSYS, call(rule("""
                {"names": ["getpriority"], "action": "SCMP_ACT_TRACE"}"""), GETPRIORITY));
    }

    @ParameterizedTest
    @CsvSource({
        "SCMP_CMP_EQ, 5, 5", "SCMP_CMP_NE, 5, 6", "SCMP_CMP_LT, 5, 4", "SCMP_CMP_LE, 5, 5",
        "SCMP_CMP_GE, 5, 5", "SCMP_CMP_GT, 5, 6", "SCMP_CMP_EQ, 4294967296, 4294967296",
        "SCMP_CMP_GT, 4294967295, 4294967296",
    })
    void anArgumentThatMeetsTheConditionIsCaught(String operator, long value, long argument) {
        assertEquals("errno 77", call(condition(operator, value, 0), GETPRIORITY, 0, argument));
    }

    @ParameterizedTest
    @CsvSource({
        "SCMP_CMP_EQ, 5, 6", "SCMP_CMP_NE, 5, 5", "SCMP_CMP_LT, 5, 5", "SCMP_CMP_LE, 5, 6",
        "SCMP_CMP_GE, 5, 4", "SCMP_CMP_GT, 5, 5", "SCMP_CMP_EQ, 5, 4294967301",
    })
    void anArgumentThatDoesNotIsNot(String operator, long value, long argument) {
        assertTrue(!call(condition(operator, value, 0), GETPRIORITY, 0, argument).equals("errno 77"));
    }

    @Test
    void aMaskedComparisonLooksAtTheMaskedBits() {
        Bundle bundle = condition("SCMP_CMP_MASKED_EQ", 0xf0, 0x20);
        assertEquals("errno 77", call(bundle, GETPRIORITY, 0, 0x2f));
        assertTrue(!call(bundle, GETPRIORITY, 0, 0x3f).equals("errno 77"));
    }

    private Bundle condition(String operator, long value, long valueTwo) {
        return rule("""
                {"names": ["getpriority"], "action": "SCMP_ACT_ERRNO", "errnoRet": 77,
                 "args": [{"index": 1, "value": %d, "valueTwo": %d, "op": "%s"}]}"""
                .formatted(value, valueTwo, operator));
    }

    @Test
    void twoConditionsOnOneArgumentAreAlternatives() {
        Bundle bundle = rule("""
                {"names": ["personality"], "action": "SCMP_ACT_ERRNO", "errnoRet": 77, "args":
                  [{"index": 0, "value": 8, "op": "SCMP_CMP_EQ"}, {"index": 0, "value": 9, "op": "SCMP_CMP_EQ"}]}""");
        assertEquals("errno 77", call(bundle, PERSONALITY, 8));
        assertEquals("errno 77", call(bundle, PERSONALITY, 9));
    }

    @Test
    void conditionsOnSeveralArgumentsMustAllHold() {
        Bundle bundle = rule("""
                {"names": ["getpriority"], "action": "SCMP_ACT_ERRNO", "errnoRet": 77, "args":
                  [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}, {"index": 1, "value": 2, "op": "SCMP_CMP_EQ"}]}""");
        assertEquals("errno 77", call(bundle, GETPRIORITY, 1, 2));
        assertTrue(!call(bundle, GETPRIORITY, 1, 3).equals("errno 77"));
        assertTrue(!call(bundle, GETPRIORITY, 0, 2).equals("errno 77"));
    }

    @Test
    void aProfileThatDeniesByDefaultRunsWhatItAllows() {
        Bundle bundle = profile("""
                {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 95, "architectures": ["SCMP_ARCH_X86_64"],
                 "syscalls": [{"action": "SCMP_ACT_ALLOW", "names":
                   ["access", "arch_prctl", "brk", "capget", "capset", "chdir", "close", "close_range", "execve",
                    "execveat", "exit", "exit_group", "faccessat2", "fcntl", "fstat", "futex", "getcwd", "getdents64",
                    "getppid", "getrandom", "mmap", "mprotect", "munmap", "nanosleep", "newfstatat", "openat", "prctl",
                    "prlimit64", "read", "readlink", "readlinkat", "rseq", "rt_sigaction", "rt_sigprocmask",
                    "rt_sigreturn", "sched_yield", "set_robust_list", "set_tid_address", "setgid", "setgroups",
                    "setuid", "setresgid", "setresuid", "stat", "statfs", "fstatfs", "tgkill", "getpid", "gettid",
                    "write", "writev", "epoll_ctl", "epoll_pwait", "epoll_create1", "madvise", "sigaltstack",
                    "nonexistent_call_of_the_future"]}]}""");
        assertEquals("errno " + 95, call(bundle, GETPRIORITY));
        assertEquals("returned 1", call(bundle, GETPID));
    }

    /** Profiles are often older than the runtime, and know nothing of newer calls that it uses. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSetUpTakesNoCallThatIsNewerThanMostProfiles(boolean noNewPrivileges) {
        Bundle bundle = rule("""
                {"names": ["close_range", "fsopen", "fsconfig", "fspick", "openat2", "open_tree", "move_mount",
                  "mount_setattr", "faccessat2", "clone3", "pidfd_open", "pidfd_getfd"],
                 "action": "SCMP_ACT_ERRNO", "errnoRet": 38}""").set("/process/noNewPrivileges", noNewPrivileges);
        assertEquals("returned 1", call(bundle, GETPID));
        assertEquals("0000000000000000\n", runtime.run(bundle.setJson("/process/capabilities", "{}")
                .script("sed -n 's/CapEff:.//p' /proc/self/status")).succeeds().stdout());
    }

    @Test
    void namesTheArchitectureDoesNotKnowAreIgnored() {
        assertEquals("returned 1", call(rule("""
                {"names": ["no_such_call", "arm_fadvise64_64"], "action": "SCMP_ACT_ERRNO"}"""), GETPID));
    }

    @Test
    void i386CallsAreFilteredWhenTheProfileNamesTheArchitecture() {
        Requires.file("/proc/sys/abi/vsyscall32");
        Bundle bundle = profile("""
                {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
                 "syscalls": [{"names": ["getpriority"], "action": "SCMP_ACT_ERRNO", "errnoRet": 77}]}""");
        assertEquals("errno 77", call(bundle, "--i386", 96));
        assertEquals("returned 1", call(bundle, "--i386", 20));
    }

    @Test
    void anArchitectureTheProfileDoesNotNameIsKilled() {
        Requires.file("/proc/sys/abi/vsyscall32");
        runtime.run(profile("""
                {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"],
                 "syscalls": [{"names": ["getpriority"], "action": "SCMP_ACT_ERRNO"}]}""")
                .args("syscall", "--i386", "20")).exits(128 + 31);
    }

    /** The number is the kernel's own, of linux/seccomp.h; the log line is one that runc's tests look for, too. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                                          | 0
            ["SECCOMP_FILTER_FLAG_TSYNC"]                                               | 0
            ["SECCOMP_FILTER_FLAG_LOG"]                                                 | 2
            ["SECCOMP_FILTER_FLAG_SPEC_ALLOW"]                                          | 4
            ["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW"] | 6
            """)
    void flagsReachTheKernel(String flags, int value) {
        runtime.peer().skipIf(Peer.RUNC, FLAGS);
        Bundle bundle = rule("{\"names\": [\"getpriority\"], \"action\": \"SCMP_ACT_ERRNO\"}")
                .setJson("/linux/seccomp/flags", flags).args("syscall", Integer.toString(GETPRIORITY));
        assertEquals("errno " + EPERM, debugRun(bundle, "\"seccomp filter flags: " + value + "\"").stdout().strip());
    }

    @Test
    void aProfileWithoutFlagsAsksForNoSpeculationBarriers() {
        runtime.peer().skipIf(Peer.RUNC, FLAGS);
        debugRun(rule("{\"names\": [\"swapon\"], \"action\": \"SCMP_ACT_ERRNO\"}").args("true"),
                "\"seccomp filter flags: 4\"");
    }

    @Test
    void anUnknownFlagIsNamed() {
        runtime.peer().skipIf(Peer.RUNC, FLAGS);
        runtime.container(rule("{\"names\": [\"getpid\"], \"action\": \"SCMP_ACT_ERRNO\"}")
                .setJson("/linux/seccomp/flags", "[\"SECCOMP_FILTER_FLAG_WHITE\"]")).create()
                .fails(1, "SECCOMP_FILTER_FLAG_WHITE");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void ignoredNamesAreWorthADebugLine() {
        debugRun(rule("{\"names\": [\"no_such_call\"], \"action\": \"SCMP_ACT_ERRNO\"}").args("true"),
                "unknown seccomp syscall \"no_such_call\" ignored");
    }

    private Result debugRun(Bundle bundle, String line) {
        runtime.peer().skipIf(Peer.CRUN, "has no such lines");
        bundle.write();
        return runtime.command("--debug", "run", "--bundle", bundle.directory(), runtime.newId()).run().fails(0, line);
    }

    @Test
    void anUnknownActionIsNamed() {
        runtime.container(rule("{\"names\": [\"getpid\"], \"action\": \"SCMP_ACT_SHRUG\"}")).create()
                .fails(1, "SCMP_ACT_SHRUG");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anUnknownOperatorIsNamed() {
        runtime.container(condition("SCMP_CMP_LIKE", 1, 1)).create().fails(1, "SCMP_CMP_LIKE");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anUnknownArchitectureIsNamed() {
        runtime.container(profile("""
                {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_ABACUS"],
                 "syscalls": [{"names": ["getpid"], "action": "SCMP_ACT_ERRNO"}]}""")).create()
                .fails(1, "SCMP_ARCH_ABACUS");
        assertEquals(List.of(), runtime.leftovers());
    }
}
