package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.Opcode;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.kernel.Errno;
import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.seccomp.EngineProfile;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompArch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code seccomp explain} says of every call of x86_64, x32 and i386 is what the running kernel does. Calls that
 * are allowed are not made: in the program, their return value stands for an error number that no rule has.
 */
class SeccompAnswersLiveTest {
    private static final int ALLOWED = 3999;
    private static final long[][] ARGUMENTS = {{0, 0, 0, 0, 0, 0}, {8, 9, 9, 0x10, 0, 0}, {0x10, 3, 9, 0, 0, 0}};

    @TempDir
    private Path directory;

    private static Seccomp ofConfig(String json) {
        return JsonReader.readDocument(json.getBytes(StandardCharsets.UTF_8), Findings.stoppingAtFirstError("p.json"),
                Seccomp::read);
    }

    @Test
    void aProfileWithEveryAction() {
        checkEveryCall(ofConfig("""
                {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 95, "listenerPath": "/agent",
                 "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
                 "syscalls": [
                   {"names": ["mount", "swapon", "connect"], "action": "SCMP_ACT_KILL_PROCESS"},
                   {"names": ["umount2", "swapoff"], "action": "SCMP_ACT_TRAP"},
                   {"names": ["ptrace"], "action": "SCMP_ACT_TRACE"},
                   {"names": ["bpf"], "action": "SCMP_ACT_NOTIFY"},
                   {"names": ["reboot"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
                   {"names": ["clone", "socket"], "action": "SCMP_ACT_ALLOW",
                    "args": [{"index": 0, "value": 16, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]},
                   {"names": ["read", "write", "getpid", "statx"], "action": "SCMP_ACT_ALLOW"}]}"""));
    }

    @Test
    void aProfileThatListsOneArchitecture() {
        checkEveryCall(ofConfig("""
                {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"],
                 "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ERRNO"}]}"""));
    }

    @Test
    void theProfilesOfTheEngines() throws IOException {
        List<Path> installed = ProfileTemplate.installed();
        Assumptions.assumeFalse(installed.isEmpty(), "no profile (Debian: golang-github-containers-common)");
        for (Path profile : installed) {
            checkEveryCall(EngineProfile.read(profile.toString(), Files.readAllBytes(profile), SeccompArch.X86_64,
                    "amd64", Set.of("CAP_CHOWN", "CAP_SYS_CHROOT")));
        }
    }

    private void checkEveryCall(Seccomp profile) {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "calls are made on x86_64");
        SeccompQuestions questions = new SeccompQuestions(profile, "", SyscallAbi.X86_64);
        byte[] program = withoutAllow(SeccompCompiler.compile(profile, SyscallAbi.X86_64).program());
        LiveFilter live = new LiveFilter();
        List<SeccompData> calls = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (SyscallAbi abi : SyscallAbi.X86_64.offeredByKernel()) {
            for (int number : SyscallTable.get().numbers(abi)) {
                for (long[] arguments : ARGUMENTS) {
                    if (passesAnyFilter(abi, number)) {
                        continue;
                    }
                    calls.add(new SeccompData(abi.numberBase() + number, abi.auditArch(), 0, arguments, false));
                    SeccompVerdict verdict = questions.about(Integer.toString(number), arguments).stream()
                            .filter(answer -> answer.abi().equals(abi.label())).findFirst().orElseThrow();
                    expected.add(verdict.abi() + " " + verdict.call() + " " + outcome(verdict));
                    numbers.merge(abi.label(), 1, Integer::sum);
                }
            }
        }
        assertTrue(numbers.values().stream().allMatch(count -> count > 900), numbers::toString);
        assertTrue(questions.about("uretprobe", ARGUMENTS[0]).getFirst().reason().contains("does not ask filters"));
        live.call(program, calls);
        List<String> answers = live.run(directory);
        List<String> actual = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String call = expected.get(i).substring(0, expected.get(i).indexOf(' ', expected.get(i).indexOf(' ') + 1));
            actual.add(call + " " + answers.get(i));
        }
        assertEquals(expected, actual);
    }

    /** Newer kernels let these pass, and one of them traps. */
    private static boolean passesAnyFilter(SyscallAbi abi, int number) {
        String name = abi == SyscallAbi.X86_64 ? abi.nameOf(number) : "";
        return name.equals("uprobe") || name.equals("uretprobe");
    }

    private static String outcome(SeccompVerdict verdict) {
        return switch (verdict.action()) {
            case "SCMP_ACT_ALLOW", "SCMP_ACT_LOG" -> "value -" + ALLOWED;
            case "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP" -> "signal 31";
            // nobody traces, and nobody listens
            case "SCMP_ACT_TRACE", "SCMP_ACT_NOTIFY" -> "value -38";
            default -> "value -" + errno(verdict.errno());
        };
    }

    private static int errno(String name) {
        return Stream.iterate(1, i -> i + 1).limit(4000).filter(i -> Errno.name(i).equals(name))
                .findFirst().orElseThrow();
    }

    private static byte[] withoutAllow(byte[] bytes) {
        BpfProgram program = BpfProgram.ofBytes(bytes, false);
        byte[] changed = bytes.clone();
        for (int i = 0; i < program.length(); i++) {
            if (program.code(i) == Opcode.RETURN && ReturnValue.action(program.k(i)) >= ReturnValue.LOG) {
                int value = ReturnValue.ERRNO | ALLOWED;
                for (int b = 0; b < Integer.BYTES; b++) {
                    changed[i * BpfProgram.INSTRUCTION_BYTES + 4 + b] = (byte) (value >>> 8 * b);
                }
            }
        }
        return changed;
    }
}
