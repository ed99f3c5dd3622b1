package carafe.container.seccomp.bpf;

import java.util.Arrays;

/**
 * Says whether the kernel would take a program, with the kernel's own rules: bpf_check_classic and
 * check_load_and_stores of net/core/filter.c, seccomp_check_filter of kernel/seccomp.c.
 */
public final class BpfVerifier {
    /** BPF_MEMWORDS (linux/filter.h). */
    private static final int SCRATCH_WORDS = 16;
    private static final int ALL_SCRATCH_WORDS = (1 << SCRATCH_WORDS) - 1;

    private BpfVerifier() {
    }

    /** Why the kernel would refuse {@code program} with EINVAL, in one line, or null if it takes it. */
    public static String objection(BpfProgram program) {
        int length = program.length();
        if (length == 0 || length > BpfProgram.MAX_LENGTH) {
            return length + " instructions, expected 1 to " + BpfProgram.MAX_LENGTH;
        }
        for (int i = 0; i < length; i++) {
            String objection = objection(program, i);
            if (objection != null) {
                return "instruction " + i + ": " + objection;
            }
        }
        int last = program.code(length - 1);
        if (last != Opcode.RETURN && last != Opcode.RETURN_A) {
            return "instruction " + (length - 1) + ": the last one does not return";
        }
        return scratchObjection(program);
    }

    private static String objection(BpfProgram program, int i) {
        int code = program.code(i);
        int k = program.k(i);
        switch (code) {
            case Opcode.LOAD -> {
                boolean inside = Integer.compareUnsigned(k, SeccompData.SIZE) < 0;
                return inside && k % 4 == 0 ? null : "loads from offset " + Integer.toUnsignedString(k);
            }
            case Opcode.LOAD_LENGTH, Opcode.LOAD_X_LENGTH, Opcode.LOAD_IMMEDIATE, Opcode.LOAD_X_IMMEDIATE,
                    Opcode.RETURN, Opcode.RETURN_A, Opcode.A_TO_X, Opcode.X_TO_A, Opcode.NEGATE -> {
                return null;
            }
            case Opcode.LOAD_MEMORY, Opcode.LOAD_X_MEMORY, Opcode.STORE, Opcode.STORE_X -> {
                return Integer.compareUnsigned(k, SCRATCH_WORDS) < 0
                        ? null
                        : "scratch word " + Integer.toUnsignedString(k);
            }
            case Opcode.DIVIDE -> {
                return k == 0 ? "division by zero" : null;
            }
            case Opcode.SHIFT_LEFT, Opcode.SHIFT_RIGHT -> {
                return Integer.compareUnsigned(k, Integer.SIZE) < 0
                        ? null
                        : "shift by " + Integer.toUnsignedString(k);
            }
            case Opcode.JUMP -> {
                return Integer.compareUnsigned(k, program.length() - i - 1) < 0 ? null : "jumps out of the program";
            }
            default -> {
                if (isConditionalJump(code)) {
                    int farther = Math.max(program.ifTrue(i), program.ifFalse(i));
                    return i + farther + 1 < program.length() ? null : "jumps out of the program";
                }
                return isArithmetic(code) ? null : "opcode 0x" + Integer.toHexString(code);
            }
        }
    }

    private static boolean isConditionalJump(int code) {
        return switch (code & ~Opcode.OPERAND_X) {
            case Opcode.JUMP_EQUAL, Opcode.JUMP_GREATER, Opcode.JUMP_GREATER_OR_EQUAL, Opcode.JUMP_BITS_SET -> true;
            default -> false;
        };
    }

    private static boolean isArithmetic(int code) {
        return switch (code & ~Opcode.OPERAND_X) {
            case Opcode.ADD, Opcode.SUBTRACT, Opcode.MULTIPLY, Opcode.DIVIDE, Opcode.AND, Opcode.OR, Opcode.XOR,
                    Opcode.SHIFT_LEFT, Opcode.SHIFT_RIGHT -> true;
            default -> false;
        };
    }

    /** A scratch word may only be read when it was written on every path that leads there. */
    private static String scratchObjection(BpfProgram program) {
        int length = program.length();
        int[] writtenAtTarget = new int[length];
        Arrays.fill(writtenAtTarget, ALL_SCRATCH_WORDS);
        int written = 0;
        for (int i = 0; i < length; i++) {
            written &= writtenAtTarget[i];
            int code = program.code(i);
            switch (code) {
                case Opcode.STORE, Opcode.STORE_X -> written |= 1 << program.k(i);
                case Opcode.LOAD_MEMORY, Opcode.LOAD_X_MEMORY -> {
                    if ((written & 1 << program.k(i)) == 0) {
                        return "instruction " + i + ": reads scratch word " + program.k(i) + " before it is written";
                    }
                }
                case Opcode.JUMP -> {
                    writtenAtTarget[i + 1 + program.k(i)] &= written;
                    written = ALL_SCRATCH_WORDS;
                }
                default -> {
                    if (isConditionalJump(code)) {
                        writtenAtTarget[i + 1 + program.ifTrue(i)] &= written;
                        writtenAtTarget[i + 1 + program.ifFalse(i)] &= written;
                        written = ALL_SCRATCH_WORDS;
                    }
                }
            }
        }
        return null;
    }
}
