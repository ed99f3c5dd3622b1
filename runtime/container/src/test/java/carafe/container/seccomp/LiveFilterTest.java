package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompOperator;
import carafe.spec.seccomp.SeccompSyscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running kernel loads our filters and does under them what the interpreter says, on each ABI of the machine. */
class LiveFilterTest {
    private static final SyscallAbi MACHINE = SyscallAbi.X86_64;
    private static final int SIGSYS = 31;
    private static final int EBADF = 9;
    private static final int GETPID_I386 = 20;
    private static final int CLOSE_X86_64 = 3;
    private static final int CLOSE_I386 = 6;
    private static final int URETPROBE = 335;
    private static final int UPROBE = 336;
    private static final long NO_DESCRIPTOR = 0xffffffffL;
    private static final List<SeccompArch> ALL = List.of(SeccompArch.X86_64, SeccompArch.X86, SeccompArch.X32);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsX86() {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "makes calls in the ABIs of x86_64");
    }

    @Test
    void theKernelDecidesAsTheInterpreterDoes() {
        needsThirtyTwoBitCalls();
        List<SeccompData> made = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        LiveFilter live = new LiveFilter();
        for (long seed = 0; seed < 40; seed++) {
            RandomProfiles random = new RandomProfiles(seed);
            Seccomp profile = harmless(random.profile(MACHINE));
            SeccompFilter filter = SeccompCompiler.compile(profile, MACHINE);
            BpfProgram program = BpfProgram.ofBytes(filter.program(), false);
            List<SeccompData> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                SeccompData call = random.call(profile, MACHINE);
                if (isFiltered(call)) {
                    calls.add(call);
                    expected.add(words(BpfInterpreter.run(program, call).returnValue()));
                }
            }
            live.call(filter.program(), calls);
            made.addAll(calls);
        }
        List<String> actual = live.run(directory);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), made.get(i).toString());
        }
    }

    /** Since Linux 6.14 the calls that probes plant into programs are not shown to filters. */
    private static boolean isFiltered(SeccompData call) {
        boolean x86 = call.auditArch() == SyscallAbi.X86_64.auditArch();
        boolean probe = x86 && (call.number() == URETPROBE || call.number() == UPROBE);
        return (x86 || call.auditArch() == SyscallAbi.I386.auditArch()) && !probe;
    }

    /** With actions that never let a call through, so that whatever call is drawn has no effect. */
    private static Seccomp harmless(Seccomp profile) {
        List<SeccompSyscall> entries = new ArrayList<>();
        int errno = 100;
        for (SeccompSyscall entry : profile.syscalls()) {
            SeccompAction action = switch (entry.action()) {
                case KILL, KILL_PROCESS, KILL_THREAD, TRAP -> entry.action();
                default -> SeccompAction.ERRNO;
            };
            entries.add(new SeccompSyscall(entry.names(), action,
                    action == SeccompAction.ERRNO ? Integer.valueOf(errno++) : null, entry.args()));
        }
        return new Seccomp(SeccompAction.ERRNO, 77, profile.architectures(), List.of(), null, null, entries);
    }

    private static String words(int returnValue) {
        return ReturnValue.action(returnValue) == ReturnValue.ERRNO
                ? "value -" + (returnValue & 0xffff)
                : "signal " + SIGSYS;
    }

    @Test
    void aCallOfAnAbiThatTheProfileDoesNotAdmitIsFatal() {
        needsThirtyTwoBitCalls();
        byte[] filter = filter(List.of(), SeccompAction.ALLOW);
        LiveFilter live = new LiveFilter();
        live.call(filter, List.of(
                call(SyscallAbi.X86_64, CLOSE_X86_64, NO_DESCRIPTOR),
                call(SyscallAbi.I386, CLOSE_I386, NO_DESCRIPTOR),
                call(SyscallAbi.X32, SyscallAbi.X32_BIT | CLOSE_X86_64, NO_DESCRIPTOR)));
        assertEquals(List.of("value -" + EBADF, "signal " + SIGSYS, "signal " + SIGSYS), live.run(directory));
    }

    @Test
    void rulesApplyToTheAbisThatTheProfileAdmits() {
        needsThirtyTwoBitCalls();
        byte[] filter = filter(ALL, SeccompAction.ALLOW, deny("close", 100));
        LiveFilter live = new LiveFilter();
        live.call(filter, List.of(
                call(SyscallAbi.X86_64, CLOSE_X86_64, NO_DESCRIPTOR),
                call(SyscallAbi.I386, CLOSE_I386, NO_DESCRIPTOR),
                call(SyscallAbi.X32, SyscallAbi.X32_BIT | CLOSE_X86_64, NO_DESCRIPTOR)));
        assertEquals(List.of("value -100", "value -100", "value -100"), live.run(directory));
        assertTrue(allowed(SyscallAbi.I386, GETPID_I386).startsWith("value "), "getpid is open");
    }

    /** int 0x80 in a 64-bit process hands the whole registers to the filter, but only their low halves to the call. */
    @Test
    void theHighHalfOfARegisterDoesNotSmuggleAnArgumentPastAFilter() {
        needsThirtyTwoBitCalls();
        byte[] filter = filter(ALL, SeccompAction.ALLOW,
                deny("close", 100, new SeccompArg(0, NO_DESCRIPTOR, 0, SeccompOperator.EQ)));
        LiveFilter live = new LiveFilter();
        live.call(filter, List.of(
                call(SyscallAbi.I386, CLOSE_I386, NO_DESCRIPTOR),
                call(SyscallAbi.I386, CLOSE_I386, 0x1234_5678_0000_0000L | NO_DESCRIPTOR)));
        assertEquals(List.of("value -100", "value -100"), live.run(directory));
    }

    /** The kernel reads a version from the high half of ipc's selector and takes the call all the same. */
    @Test
    void aRuleForAnIpcCallHoldsWhateverVersionIpcIsCalledWith() {
        needsThirtyTwoBitCalls();
        int ipc = 117;
        int shmdt = 22;
        byte[] filter = filter(ALL, SeccompAction.ALLOW, deny("shmdt", 100));
        LiveFilter live = new LiveFilter();
        live.call(filter, List.of(
                call(SyscallAbi.I386, ipc, shmdt),
                call(SyscallAbi.I386, ipc, 1 << 16 | shmdt),
                call(SyscallAbi.I386, ipc, 0x7_0000_0000L | shmdt)));
        assertEquals(List.of("value -100", "value -100", "value -100"), live.run(directory));
    }

    /** Whatever stands in memory, a refused address family is not reached through socketcall. */
    @Test
    void aConditionOnSocketIsNotDodgedThroughSocketcall() {
        needsThirtyTwoBitCalls();
        int socketcall = 102;
        int socket = 1;
        byte[] filter = filter(ALL, SeccompAction.ALLOW,
                deny("socket", 97, new SeccompArg(0, 38, 0, SeccompOperator.EQ)));
        LiveFilter live = new LiveFilter();
        live.call(filter, List.of(call(SyscallAbi.I386, socketcall, socket)));
        assertEquals(List.of("value -97"), live.run(directory));
    }

    @Test
    void anUnknownCallIsAnsweredWithEnosysAndAKnownOneWithTheDefault() {
        byte[] filter = filter(List.of(), SeccompAction.ERRNO, new SeccompSyscall(
                List.of("openat2", "exit"), SeccompAction.ALLOW, null, List.of()));
        LiveFilter live = new LiveFilter();
        live.call(filter, List.of(
                call(SyscallAbi.X86_64, CLOSE_X86_64, NO_DESCRIPTOR),
                call(SyscallAbi.X86_64, 1000, 0),
                call(SyscallAbi.X86_64, 400, 0)));
        assertEquals(List.of("value -1", "value -38", "value -38"), live.run(directory));
    }

    private void needsThirtyTwoBitCalls() {
        String answer = allowed(SyscallAbi.I386, GETPID_I386);
        Assumptions.assumeTrue(answer.startsWith("value ") && !answer.equals("value -38"),
                "needs a kernel with 32-bit calls (CONFIG_IA32_EMULATION), this one says: " + answer);
    }

    private String allowed(SyscallAbi abi, int number) {
        LiveFilter live = new LiveFilter();
        live.call(filter(ALL, SeccompAction.ALLOW), List.of(call(abi, number, 0)));
        return live.run(directory).getFirst();
    }

    private static byte[] filter(List<SeccompArch> admitted, SeccompAction otherwise, SeccompSyscall... entries) {
        Seccomp profile = new Seccomp(otherwise, null, admitted, List.of(), null, null, List.of(entries));
        return SeccompCompiler.compile(profile, MACHINE).program();
    }

    private static SeccompSyscall deny(String name, int errno, SeccompArg... conditions) {
        return new SeccompSyscall(List.of(name), SeccompAction.ERRNO, errno, List.of(conditions));
    }

    private static SeccompData call(SyscallAbi abi, int number, long argument) {
        long[] arguments = {argument, 0, 0, 0, 0, 0};
        return new SeccompData(number, abi.auditArch(), 0, arguments, false);
    }
}
