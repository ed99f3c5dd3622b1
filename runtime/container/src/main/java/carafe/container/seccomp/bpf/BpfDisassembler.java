package carafe.container.seccomp.bpf;

import carafe.kernel.Errno;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints a program for people, one instruction a line, with absolute targets and, where it follows from what is loaded,
 * the names behind numbers:
 *
 * <pre>
 *    0  load arch
 *    1  if A == 0xc000003e (x86_64) go on, else to 9
 *    2  load nr
 *    3  if A >= 0x14f (rseq) to 5, else go on
 *    4  return ALLOW
 * </pre>
 */
public final class BpfDisassembler {
    private static final int NUMBER_WIDTH = 4;
    /** No load, or several different ones, lead to an instruction. */
    private static final int VARIOUS = -1;
    /** No instruction before has led there yet. */
    private static final int NOWHERE = -2;

    private final BpfProgram program;
    private final boolean bigEndian;
    private final Names names;
    /** By instruction: the offset in seccomp_data that the accumulator holds, VARIOUS or NOWHERE. */
    private final int[] loaded;
    /** By instruction: the architecture that led there, 0 if several can; meaningless where {@link #loaded} is NOWHERE. */
    private final int[] arch;

    /** What numbers mean; null for those that mean nothing. */
    public interface Names {
        String ofArch(int auditArch);

        String ofCall(int auditArch, int number);
    }

    private BpfDisassembler(BpfProgram program, boolean bigEndian, Names names) {
        this.program = program;
        this.bigEndian = bigEndian;
        this.names = names;
        loaded = new int[program.length()];
        arch = new int[program.length()];
        Arrays.fill(loaded, NOWHERE);
        if (loaded.length > 0) {
            loaded[0] = VARIOUS;
        }
    }

    /**
     * A line for each instruction.
     *
     * @param bigEndian names the halves of arguments as they stand on the machine of the program
     */
    public static List<String> lines(BpfProgram program, boolean bigEndian, Names names) {
        return new BpfDisassembler(program, bigEndian, names).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(program.length());
        // jumps only lead forward, so what is known of an instruction is complete when its turn comes
        for (int i = 0; i < program.length(); i++) {
            String number = Integer.toString(i);
            lines.add(" ".repeat(Math.max(0, NUMBER_WIDTH - number.length())) + number + "  " + line(i));
            follow(i);
        }
        return lines;
    }

    private void follow(int i) {
        int k = program.k(i);
        switch (program.code(i)) {
            case Opcode.LOAD -> reach(i + 1, k, arch[i]);
            case Opcode.JUMP -> reach(i + 1 + k, loaded[i], arch[i]);
            case Opcode.JUMP_EQUAL -> {
                boolean selects = loaded[i] == SeccompData.ARCH_OFFSET;
                reach(i + 1 + program.ifTrue(i), loaded[i], selects ? k : arch[i]);
                reach(i + 1 + program.ifFalse(i), loaded[i], arch[i]);
            }
            case Opcode.JUMP_GREATER, Opcode.JUMP_GREATER_OR_EQUAL, Opcode.JUMP_BITS_SET -> {
                reach(i + 1 + program.ifTrue(i), loaded[i], arch[i]);
                reach(i + 1 + program.ifFalse(i), loaded[i], arch[i]);
            }
            case Opcode.RETURN, Opcode.RETURN_A -> {
                // ends here
            }
            default -> reach(i + 1, VARIOUS, arch[i]);
        }
    }

    private void reach(int target, int offset, int fromArch) {
        if (target < 0 || target >= loaded.length) {
            return;
        }
        if (loaded[target] == NOWHERE) {
            loaded[target] = offset;
            arch[target] = fromArch;
            return;
        }
        loaded[target] = loaded[target] == offset ? offset : VARIOUS;
        arch[target] = arch[target] == fromArch ? fromArch : 0;
    }

    private String line(int i) {
        int k = program.k(i);
        return switch (program.code(i)) {
            case Opcode.LOAD -> "load " + field(k);
            case Opcode.AND -> "A &= " + hex(k);
            case Opcode.JUMP -> "go to " + Integer.toUnsignedString(i + 1 + k);
            case Opcode.JUMP_EQUAL -> branch(i, "==");
            case Opcode.JUMP_GREATER -> branch(i, ">");
            case Opcode.JUMP_GREATER_OR_EQUAL -> branch(i, ">=");
            case Opcode.JUMP_BITS_SET -> branch(i, "&");
            case Opcode.RETURN -> "return " + outcome(k);
            default -> "code " + hex(program.code(i)) + " " + program.ifTrue(i) + " " + program.ifFalse(i)
                    + " " + hex(k);
        };
    }

    private static String outcome(int value) {
        int data = value & 0xffff;
        boolean named = ReturnValue.action(value) == ReturnValue.ERRNO && data != 0;
        return ReturnValue.text(value) + (named ? " (" + Errno.name(data) + ")" : "");
    }

    private String branch(int i, String comparison) {
        return "if A " + comparison + " " + hex(program.k(i)) + name(i) + " " + target(i, program.ifTrue(i))
                + ", else " + target(i, program.ifFalse(i));
    }

    private String name(int i) {
        String name = switch (loaded[i]) {
            case SeccompData.ARCH_OFFSET -> names.ofArch(program.k(i));
            case SeccompData.NUMBER_OFFSET -> arch[i] == 0 ? null : names.ofCall(arch[i], program.k(i));
            default -> null;
        };
        return name == null ? "" : " (" + name + ")";
    }

    private static String target(int i, int skip) {
        return skip == 0 ? "go on" : "to " + (i + 1 + skip);
    }

    private String field(int offset) {
        if (offset == SeccompData.NUMBER_OFFSET) {
            return "nr";
        }
        if (offset == SeccompData.ARCH_OFFSET) {
            return "arch";
        }
        for (int argument = 0; argument < 6; argument++) {
            if (offset == SeccompData.lowOffset(argument, bigEndian)) {
                return "low half of argument " + argument;
            }
            if (offset == SeccompData.highOffset(argument, bigEndian)) {
                return "high half of argument " + argument;
            }
        }
        return "word at " + offset;
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
