package carafe.container.seccomp.bpf;

/** Runs a filter as the kernel would, to answer what it does with a call, and how many instructions that takes. */
public final class BpfInterpreter {
    private BpfInterpreter() {
    }

    /**
     * @param returnValue SECCOMP_RET_* with its data
     * @param steps       instructions executed, the return included
     */
    public record Outcome(int returnValue, int steps) {
    }

    /**
     * What {@code program} returns for {@code call}.
     *
     * @throws IllegalArgumentException at an instruction that {@link ProgramLayout} and libseccomp never emit
     */
    public static Outcome run(BpfProgram program, SeccompData call) {
        int accumulator = 0;
        int at = 0;
        for (int steps = 1; ; steps++) {
            int k = program.k(at);
            int skip = 0;
            switch (program.code(at)) {
                case Opcode.LOAD -> accumulator = call.word(k);
                case Opcode.AND -> accumulator &= k;
                case Opcode.JUMP -> skip = k;
                case Opcode.JUMP_EQUAL -> skip = branch(program, at, accumulator == k);
                case Opcode.JUMP_GREATER -> skip = branch(program, at, Integer.compareUnsigned(accumulator, k) > 0);
                case Opcode.JUMP_GREATER_OR_EQUAL ->
                        skip = branch(program, at, Integer.compareUnsigned(accumulator, k) >= 0);
                case Opcode.JUMP_BITS_SET -> skip = branch(program, at, (accumulator & k) != 0);
                case Opcode.RETURN -> {
                    return new Outcome(k, steps);
                }
                default -> throw new IllegalArgumentException("instruction " + at + ": no opcode of a compiled"
                        + " filter: 0x" + Integer.toHexString(program.code(at)));
            }
            at += 1 + skip;
        }
    }

    private static int branch(BpfProgram program, int at, boolean condition) {
        return condition ? program.ifTrue(at) : program.ifFalse(at);
    }
}
