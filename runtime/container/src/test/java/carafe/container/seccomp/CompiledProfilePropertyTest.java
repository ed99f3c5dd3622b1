package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import carafe.container.seccomp.bpf.BpfDisassembler;
import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.BpfVerifier;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every compiled filter passes the kernel's checks and decides every call as the profile does. */
class CompiledProfilePropertyTest {
    private static final int PROFILES = 400;
    private static final int CALLS = 500;

    @ParameterizedTest
    @EnumSource(value = SyscallAbi.class, names = {"X86_64", "AARCH64", "RISCV64", "S390X", "PPC64LE"})
    void aFilterDecidesAsItsProfile(SyscallAbi machine) {
        for (long seed = 0; seed < PROFILES; seed++) {
            RandomProfiles random = new RandomProfiles(seed);
            Seccomp profile = random.profile(machine);
            SeccompFilter filter = SeccompCompiler.compile(profile, machine);
            BpfProgram program = BpfProgram.ofBytes(filter.program(), machine.isBigEndian());
            assertNull(BpfVerifier.objection(program), "seed " + seed);
            ProfileOracle oracle = new ProfileOracle(profile, machine);
            for (int i = 0; i < CALLS; i++) {
                SeccompData call = random.call(profile, machine);
                int expected = oracle.evaluate(call);
                int actual = BpfInterpreter.run(program, call).returnValue();
                if (expected != actual) {
                    assertEquals(ReturnValue.text(expected), ReturnValue.text(actual), "seed " + seed + ", number "
                            + call.number() + ", arch " + Integer.toHexString(call.auditArch()) + ", arguments "
                            + Arrays.toString(call.arguments()) + ", profile " + profile + "\n"
                            + BpfDisassembler.text(program, machine.isBigEndian()));
                }
            }
        }
    }
}
