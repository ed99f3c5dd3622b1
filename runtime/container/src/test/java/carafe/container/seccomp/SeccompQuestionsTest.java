package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.kernel.Errno;
import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompQuestionsTest {
    private static final int PROFILES = 60;
    private static final String POINTER = "/linux/seccomp";

    private static Seccomp profile(String json) {
        return JsonReader.readDocument(json.getBytes(StandardCharsets.UTF_8), Findings.stoppingAtFirstError("p.json"),
                Seccomp::read);
    }

    private static SeccompVerdict ofX86(String profile, String call, long... arguments) {
        return new SeccompQuestions(profile(profile), POINTER, SyscallAbi.X86_64).about(call, arguments).getFirst();
    }

    /** For every number of every ABI, the answer is what the compiled filter returns. */
    @ParameterizedTest
    @EnumSource(value = SyscallAbi.class, names = {"X86_64", "AARCH64", "S390X"})
    void theAnswerIsTheFilters(SyscallAbi machine) {
        for (long seed = 0; seed < PROFILES; seed++) {
            RandomProfiles source = new RandomProfiles(seed);
            Random random = new Random(seed);
            Seccomp profile = source.profile(machine);
            BpfProgram program = BpfProgram.ofBytes(SeccompCompiler.compile(profile, machine).program(),
                    machine.isBigEndian());
            SeccompQuestions questions = new SeccompQuestions(profile, POINTER, machine);
            for (SyscallAbi abi : machine.offeredByKernel()) {
                for (int number = 0; number < 500; number++) {
                    long[] arguments = {random.nextInt(24), random.nextInt(4), random.nextLong(), 0, 40, -1};
                    SeccompData call = new SeccompData(abi.numberBase() + number, abi.auditArch(), 0, arguments,
                            machine.isBigEndian());
                    String expected = text(BpfInterpreter.run(program, call).returnValue());
                    String asked = Integer.toString(number);
                    SeccompVerdict verdict = questions.about(asked, arguments).stream()
                            .filter(answer -> answer.abi().equals(abi.label())).findFirst().orElseThrow();
                    if (!expected.equals(verdict.action() + " " + verdict.errno())) {
                        assertEquals(expected, verdict.toString(), "seed " + seed + ", profile " + profile);
                    }
                }
            }
        }
    }

    private static String text(int returnValue) {
        SeccompAction action = null;
        for (SeccompAction each : SeccompAction.values()) {
            action = each.returnValue() == ReturnValue.action(returnValue) ? each : action;
        }
        int data = returnValue & 0xffff;
        return switch (action) {
            case ERRNO -> action.word() + " " + (data == 0 ? "0" : Errno.name(data));
            case TRACE -> action.word() + " " + data;
            default -> action.word() + " null";
        };
    }

    @Test
    void theRuleThatSaysSoIsNamed() {
        SeccompVerdict verdict = ofX86("""
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
                  {"names": ["getpid"], "action": "SCMP_ACT_ERRNO"},
                  {"names": ["mount", "umount2"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}""", "mount");
        assertEquals("/linux/seccomp/syscalls/1", verdict.rule());
        assertEquals("SCMP_ACT_ERRNO", verdict.action());
        assertEquals("ENOSYS", verdict.errno());
        assertEquals(165, verdict.number());
    }

    @Test
    void whatNoRuleNamesIsTheDefaultAction() {
        SeccompVerdict verdict = ofX86("""
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls":
                  [{"names": ["getpid"], "action": "SCMP_ACT_ERRNO"}]}""", "mount");
        assertEquals("/linux/seccomp/defaultAction", verdict.rule());
        assertEquals("SCMP_ACT_ALLOW", verdict.action());
        assertNull(verdict.errno());
    }

    private static final String CONDITIONAL = """
            {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["personality"], "action": "SCMP_ACT_ALLOW",
              "args": [{"index": 0, "value": 8, "op": "SCMP_CMP_EQ"}]}]}""";

    @Test
    void withoutArgumentsEveryCaseIsListed() {
        SeccompVerdict verdict = ofX86(CONDITIONAL, "personality");
        assertNull(verdict.action());
        assertEquals(List.of(
                new SeccompVerdict.Case("argument 0 is 8", "SCMP_ACT_ALLOW", null, "/linux/seccomp/syscalls/0"),
                new SeccompVerdict.Case("otherwise", "SCMP_ACT_ERRNO", "EPERM", "/linux/seccomp/defaultAction")),
                verdict.cases());
    }

    @Test
    void withArgumentsTheConditionIsDecided() {
        assertEquals("SCMP_ACT_ALLOW", ofX86(CONDITIONAL, "personality", 8).action());
        assertEquals("SCMP_ACT_ERRNO", ofX86(CONDITIONAL, "personality", 9).action());
    }

    @Test
    void aCallNewerThanTheProfileIsMissing() {
        SeccompVerdict verdict = ofX86("""
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls":
                  [{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"}]}""", "statmount");
        assertEquals("ENOSYS", verdict.errno());
        assertNull(verdict.rule());
        assertTrue(verdict.reason().contains("Linux 6.8"), verdict::reason);
    }

    @Test
    void anArchitectureThatIsNotListedIsKilled() {
        List<SeccompVerdict> verdicts = new SeccompQuestions(profile(CONDITIONAL), "", SyscallAbi.X86_64)
                .about("getpid", new long[0]);
        assertEquals(List.of("x86_64", "x32", "i386"), verdicts.stream().map(SeccompVerdict::abi).toList());
        assertEquals("SCMP_ACT_KILL_THREAD", verdicts.getLast().action());
        assertEquals("/architectures", verdicts.getLast().rule());
    }

    @Test
    void theCommonEntranceIsAnsweredForToo() {
        List<SeccompVerdict> verdicts = new SeccompQuestions(profile("""
                {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
                 "syscalls": [{"names": ["connect"], "action": "SCMP_ACT_ERRNO"}]}"""), "", SyscallAbi.X86_64)
                .about("connect", new long[0]);
        SeccompVerdict last = verdicts.getLast();
        assertEquals("i386 socketcall SCMP_ACT_ERRNO", last.abi() + " " + last.call() + " " + last.action());
    }

    @Test
    void noMachineHasACallOfNoName() {
        assertEquals(List.of(), new SeccompQuestions(profile(CONDITIONAL), "", SyscallAbi.X86_64)
                .about("no_such_call", new long[0]));
    }
}
