package carafe.container.seccomp;

import carafe.container.Unusable;
import carafe.container.seccomp.bpf.BpfDisassembler;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter in a readable form.
 *
 * @param flags        SECCOMP_FILTER_FLAG_* it is loaded with
 * @param listener     whether a process outside decides about some calls
 * @param ignored      names in the profile that no ABI has
 * @param length       how many instructions it has
 * @param instructions one a line, numbered
 */
public record SeccompListing(
        List<String> flags, boolean listener, List<String> ignored, int length, List<String> instructions) {

    /**
     * What a profile is compiled to.
     *
     * @throws Unusable if no filter can be made of it
     */
    public static SeccompListing of(Seccomp profile, SyscallAbi machine) {
        SeccompFilter filter = SeccompCompiler.compile(profile, machine);
        List<String> flags = new ArrayList<>();
        for (SeccompFlag flag : SeccompFlag.WORDS.constants()) {
            if ((filter.flags() & flag.bit()) != 0) {
                flags.add(flag.word());
            }
        }
        return new SeccompListing(flags, filter.needsListener(), filter.ignoredNames(), filter.instructionCount(),
                lines(filter.program(), machine));
    }

    /**
     * A program as the kernel has it; flags and names are not to be seen in it.
     *
     * @param program 8 bytes for each instruction
     */
    public static SeccompListing of(byte[] program, SyscallAbi machine) {
        List<String> lines = lines(program, machine);
        return new SeccompListing(List.of(), false, List.of(), lines.size(), lines);
    }

    private static List<String> lines(byte[] program, SyscallAbi machine) {
        return BpfDisassembler.lines(BpfProgram.ofBytes(program, machine.isBigEndian()), machine.isBigEndian(),
                new SyscallNames());
    }
}
