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
import carafe.spec.seccomp.SeccompArch;
import java.util.Arrays;
import java.util.List;
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
            Decider decider = new Decider("seed " + seed, profile, machine);
            for (int i = 0; i < CALLS; i++) {
                decider.check(random.call(profile, machine));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = SyscallAbi.class, names = {"X86_64", "AARCH64", "RISCV64", "S390X", "PPC64LE"})
    void anAllowListIsFollowedForEveryNumberOfEveryAbi(SyscallAbi machine) {
        List<SeccompArch> all = machine.offeredByKernel().stream().map(SyscallAbi::arch).toList();
        Decider decider = new Decider("allow list", AllowListProfile.create(all), machine);
        for (SyscallAbi abi : machine.offeredByKernel()) {
            for (int number = -2; number < 1000; number++) {
                for (long argument : new long[] {0, 1, 8, 38, 40, 0x20008, 0x7e020000, 0xffffffffL, -1}) {
                    long[] arguments = {argument, 0, 0, 0, 0, 0};
                    int ofAbi = number < 0 ? number : abi.numberBase() + number;
                    decider.check(new SeccompData(ofAbi, abi.auditArch(), 0, arguments, machine.isBigEndian()));
                }
            }
        }
    }

    /** A profile's filter and what it should decide. */
    private static final class Decider {
        private final String name;
        private final Seccomp profile;
        private final BpfProgram program;
        private final ProfileOracle oracle;

        Decider(String name, Seccomp profile, SyscallAbi machine) {
            this.name = name;
            this.profile = profile;
            SeccompFilter filter = SeccompCompiler.compile(profile, machine);
            program = BpfProgram.ofBytes(filter.program(), machine.isBigEndian());
            oracle = new ProfileOracle(profile, machine);
            assertNull(BpfVerifier.objection(program), name);
        }

        void check(SeccompData call) {
            int expected = oracle.evaluate(call);
            int actual = BpfInterpreter.run(program, call).returnValue();
            if (expected != actual) {
                assertEquals(ReturnValue.text(expected), ReturnValue.text(actual), name + ", number "
                        + call.number() + ", arch " + Integer.toHexString(call.auditArch()) + ", arguments "
                        + Arrays.toString(call.arguments()) + ", profile " + profile + "\n"
                        + String.join("\n", BpfDisassembler.lines(program, call.bigEndian(), new SyscallNames())));
            }
        }
    }
}
