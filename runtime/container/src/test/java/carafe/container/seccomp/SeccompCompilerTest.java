package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Unusable;
import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.BpfVerifier;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompOperator;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeccompCompilerTest {
    private static final int READ = 0;
    private static final int URETPROBE = 335;
    private static final int UNASSIGNED = 400;

    @Test
    void aRuleThatSaysWhatTheDefaultSaysIsLeftOut() {
        SeccompFilter without = compile(SeccompAction.ALLOW, List.of());
        SeccompFilter with = compile(SeccompAction.ALLOW, List.of(), entry(SeccompAction.ALLOW, null, "read"));
        assertEquals(without.instructionCount(), with.instructionCount());
    }

    @Test
    void aRuleWithoutConditionsMakesTheOthersOfItsCallVoid() {
        SeccompArg never = new SeccompArg(0, 1, 0, SeccompOperator.EQ);
        SeccompFilter filter = compile(SeccompAction.ERRNO, List.of(),
                entry(SeccompAction.KILL, null, List.of(never), "read"),
                entry(SeccompAction.ALLOW, null, "read"),
                entry(SeccompAction.LOG, null, "read"));
        assertEquals("ALLOW", decision(filter, READ, 1));
    }

    @Test
    void conditionsOnOneArgumentAreAlternatives() {
        SeccompFilter filter = compile(SeccompAction.ERRNO, List.of(), entry(SeccompAction.ALLOW, null, List.of(
                new SeccompArg(0, 3, 0, SeccompOperator.EQ), new SeccompArg(0, 5, 0, SeccompOperator.EQ)), "read"));
        assertEquals("ALLOW", decision(filter, READ, 3));
        assertEquals("ERRNO 1", decision(filter, READ, 4));
        assertEquals("ALLOW", decision(filter, READ, 5));
    }

    @Test
    void theMostSevereOfSeveralRulesWins() {
        SeccompFilter filter = compile(SeccompAction.ALLOW, List.of(),
                entry(SeccompAction.LOG, null, List.of(new SeccompArg(0, 3, 0, SeccompOperator.GE)), "read"),
                entry(SeccompAction.TRAP, null, List.of(new SeccompArg(0, 5, 0, SeccompOperator.GE)), "read"),
                entry(SeccompAction.ERRNO, 7, List.of(new SeccompArg(0, 4, 0, SeccompOperator.GE)), "read"));
        assertEquals(List.of("ALLOW", "LOG", "ERRNO 7", "TRAP"), List.of(decision(filter, READ, 2),
                decision(filter, READ, 3), decision(filter, READ, 4), decision(filter, READ, 5)));
    }

    @Test
    void eachActionReturnsItsValue() {
        assertEquals("KILL_THREAD", onRead(SeccompAction.KILL, null));
        assertEquals("KILL_THREAD", onRead(SeccompAction.KILL_THREAD, null));
        assertEquals("KILL_PROCESS", onRead(SeccompAction.KILL_PROCESS, null));
        assertEquals("TRAP", onRead(SeccompAction.TRAP, null));
        assertEquals("ERRNO 1", onRead(SeccompAction.ERRNO, null));
        assertEquals("ERRNO 38", onRead(SeccompAction.ERRNO, 38));
        assertEquals("ERRNO", onRead(SeccompAction.ERRNO, 0));
        assertEquals("TRACE 1", onRead(SeccompAction.TRACE, null));
        assertEquals("TRACE 65535", onRead(SeccompAction.TRACE, 65535));
        assertEquals("LOG", onRead(SeccompAction.LOG, null));
        assertEquals("NOTIFY", onRead(SeccompAction.NOTIFY, null));
    }

    private static String onRead(SeccompAction action, Integer errno) {
        return decision(compile(SeccompAction.ALLOW, List.of(), entry(action, errno, "read")), READ, 0);
    }

    @Test
    void callsThatTheAuthorCannotHaveKnownReturnEnosys() {
        SeccompFilter filter = compile(SeccompAction.ERRNO, List.of(), entry(SeccompAction.ALLOW, null, "openat2"));
        assertEquals("ERRNO 1", decision(filter, READ, 0));
        assertEquals("ERRNO 38", decision(filter, UNASSIGNED, 0));
        assertEquals("ERRNO 38", decision(filter, 439, 0), "above every named number");
        assertEquals("ERRNO 38", decision(filter, URETPROBE, 0), "a small number, but of a later kernel");
        assertEquals("ERRNO 38", decision(filter, 100_000, 0));
    }

    @Test
    void aPermissiveDefaultHoldsForUnknownCallsToo() {
        for (SeccompAction action : List.of(SeccompAction.ALLOW, SeccompAction.LOG, SeccompAction.TRACE)) {
            SeccompFilter filter = compile(action, List.of(), entry(SeccompAction.ERRNO, 5, "read"));
            assertEquals(decision(filter, 1, 0), decision(filter, 100_000, 0));
        }
    }

    @Test
    void aProfileThatNamesNoCallSaysNothingOfItsAge() {
        assertEquals("ERRNO 1", decision(compile(SeccompAction.ERRNO, List.of()), 100_000, 0));
    }

    @Test
    void flagsFollowTheProfileAndTheListener() {
        assertEquals(4, flags(null, SeccompAction.ERRNO));
        assertEquals(0, flags(List.of(), SeccompAction.ERRNO));
        assertEquals(0, flags(List.of(SeccompFlag.TSYNC), SeccompAction.ERRNO));
        assertEquals(6, flags(List.of(SeccompFlag.LOG, SeccompFlag.SPEC_ALLOW), SeccompAction.ERRNO));
        assertEquals(0, flags(List.of(SeccompFlag.WAIT_KILLABLE_RECV), SeccompAction.ERRNO));
        assertEquals(40, flags(List.of(SeccompFlag.WAIT_KILLABLE_RECV), SeccompAction.NOTIFY));
        assertTrue(SeccompCompiler.compile(profile(List.of(), SeccompAction.NOTIFY), SyscallAbi.X86_64)
                .needsListener());
        assertFalse(SeccompCompiler.compile(profile(List.of(), SeccompAction.ERRNO), SyscallAbi.X86_64)
                .needsListener());
    }

    private static int flags(List<SeccompFlag> flags, SeccompAction action) {
        return SeccompCompiler.compile(profile(flags, action), SyscallAbi.X86_64).flags();
    }

    private static Seccomp profile(List<SeccompFlag> flags, SeccompAction action) {
        return new Seccomp(SeccompAction.ALLOW, null, List.of(), flags, "/agent", null,
                List.of(entry(action, null, "mkdir")));
    }

    @Test
    void namesThatNoAbiHasAreIgnoredAndReported() {
        SeccompFilter filter = compile(SeccompAction.ALLOW, List.of(),
                entry(SeccompAction.ERRNO, null, "read", "from_the_future", "sysmips"));
        assertEquals(List.of("from_the_future", "sysmips"), filter.ignoredNames());
        assertEquals("ERRNO 1", decision(filter, READ, 0));
    }

    @Test
    void architecturesThatTheKernelDoesNotOfferMakeNoDifference() {
        SeccompFilter plain = compile(SeccompAction.ALLOW, List.of());
        SeccompFilter foreign = compile(SeccompAction.ALLOW, List.of(SeccompArch.AARCH64, SeccompArch.MIPS));
        assertEquals(plain.instructionCount(), foreign.instructionCount());
    }

    @Test
    void aProfileThatNoFilterCanFollowIsRefusedWithItsPlace() {
        refused("/linux/seccomp/defaultAction", "SCMP_ACT_NOTIFY cannot be the default action",
                new Seccomp(SeccompAction.NOTIFY, null, List.of(), List.of(), "/agent", null, List.of()));
        refused("/linux/seccomp/defaultErrnoRet", "SCMP_ACT_ALLOW does not take an errno, found 1",
                new Seccomp(SeccompAction.ALLOW, 1, List.of(), List.of(), null, null, List.of()));
        refused("/linux/seccomp/defaultErrnoRet", "found 4096, expected an errno of at most 4095",
                new Seccomp(SeccompAction.ERRNO, 4096, List.of(), List.of(), null, null, List.of()));
        refused("/linux/seccomp/syscalls/1/errnoRet", "SCMP_ACT_KILL does not take an errno, found 3",
                with(entry(SeccompAction.ERRNO, 3, "read"), entry(SeccompAction.KILL, 3, "read")));
        refused("/linux/seccomp/syscalls/0/names/1", "SCMP_ACT_NOTIFY cannot be used for the write syscall",
                with(entry(SeccompAction.NOTIFY, null, "read", "write")));
        refused("/linux/seccomp/listenerPath", "SCMP_ACT_NOTIFY needs the path of a socket", new Seccomp(
                SeccompAction.ALLOW, null, List.of(), List.of(), "", null,
                List.of(entry(SeccompAction.NOTIFY, null, "read"))));
    }

    private static void refused(String pointer, String words, Seccomp profile) {
        Unusable refusal = assertThrows(Unusable.class,
                () -> SeccompCompiler.compile(profile, SyscallAbi.X86_64));
        assertEquals(pointer, refusal.pointer());
        assertTrue(refusal.getMessage().startsWith(words), refusal.getMessage());
    }

    /** Each call has its own condition, so that nothing can be shared and targets lie farther than a jump reaches. */
    @Test
    void longFiltersDecideRight() {
        Seccomp profile = conditionsOnCalls(300, List.of());
        SeccompFilter filter = SeccompCompiler.compile(profile, SyscallAbi.X86_64);
        assertTrue(filter.instructionCount() > 2000, filter.instructionCount() + " instructions");
        BpfProgram program = BpfProgram.ofBytes(filter.program(), false);
        assertNull(BpfVerifier.objection(program));
        ProfileOracle oracle = new ProfileOracle(profile, SyscallAbi.X86_64);
        for (int number = 0; number < 500; number++) {
            for (long argument : new long[] {0, 500, 1000, 1500, 1L << 40}) {
                for (int second = 0; second < 3; second++) {
                    long[] arguments = {argument, second, 0, 0, 0, 0};
                    SeccompData call = new SeccompData(number, SyscallAbi.X86_64.auditArch(), 0, arguments, false);
                    assertEquals(oracle.evaluate(call), BpfInterpreter.run(program, call).returnValue(),
                            () -> call.toString());
                }
            }
        }
    }

    @Test
    void aFilterThatIsTooLongForTheKernelIsRefused() {
        Seccomp profile = conditionsOnCalls(SyscallTable.get().size(), List.of(SeccompArch.X86));
        Unusable refusal = assertThrows(Unusable.class,
                () -> SeccompCompiler.compile(profile, SyscallAbi.X86_64));
        assertTrue(refusal.getMessage().matches(
                "the seccomp filter needs \\d+ BPF instructions, the kernel takes at most 4096"), refusal.getMessage());
    }

    private static Seccomp conditionsOnCalls(int calls, List<SeccompArch> architectures) {
        List<SeccompSyscall> entries = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            entries.add(entry(SeccompAction.ERRNO, 1 + call % 90, List.of(
                    new SeccompArg(0, call * 3L + 1, 0, SeccompOperator.GE),
                    new SeccompArg(1, 1, 0, SeccompOperator.EQ)), SyscallTable.get().name(call)));
        }
        return new Seccomp(SeccompAction.ALLOW, null, architectures, List.of(), null, null, entries);
    }

    private static Seccomp with(SeccompSyscall... entries) {
        return new Seccomp(SeccompAction.ALLOW, null, List.of(), List.of(), "/agent", null, List.of(entries));
    }

    private static SeccompFilter compile(SeccompAction otherwise, List<SeccompArch> admitted,
            SeccompSyscall... entries) {
        return SeccompCompiler.compile(new Seccomp(otherwise, null, admitted, List.of(), "/agent", null,
                List.of(entries)), SyscallAbi.X86_64);
    }

    private static SeccompSyscall entry(SeccompAction action, Integer errno, String... names) {
        return entry(action, errno, List.of(), names);
    }

    private static SeccompSyscall entry(SeccompAction action, Integer errno, List<SeccompArg> args, String... names) {
        return new SeccompSyscall(List.of(names), action, errno, args);
    }

    private static String decision(SeccompFilter filter, int number, long argument) {
        long[] arguments = {argument, 0, 0, 0, 0, 0};
        SeccompData call = new SeccompData(number, SyscallAbi.X86_64.auditArch(), 0, arguments, false);
        return ReturnValue.text(BpfInterpreter.run(BpfProgram.ofBytes(filter.program(), false), call).returnValue());
    }
}
