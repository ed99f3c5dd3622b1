package carafe.container.seccomp.bpf;

/**
 * Prints a program for people, one instruction a line, with absolute targets:
 *
 * <pre>
 *    0  load arch
 *    1  if A == 0xc000003e go on, else to 9
 *    2  load nr
 *    3  if A >= 0x14f to 5, else go on
 *    4  return ALLOW
 * </pre>
 */
public final class BpfDisassembler {
    private static final int NUMBER_WIDTH = 4;

    private BpfDisassembler() {
    }

    /**
     * The text of {@code program}, each line ended by a newline.
     *
     * @param bigEndian names the halves of arguments as they stand on the machine of the program
     */
    public static String text(BpfProgram program, boolean bigEndian) {
        StringBuilder text = new StringBuilder(32 * program.length());
        for (int i = 0; i < program.length(); i++) {
            String number = Integer.toString(i);
            text.append(" ".repeat(Math.max(0, NUMBER_WIDTH - number.length()))).append(number).append("  ");
            text.append(line(program, i, bigEndian)).append('\n');
        }
        return text.toString();
    }

    private static String line(BpfProgram program, int i, boolean bigEndian) {
        int k = program.k(i);
        return switch (program.code(i)) {
            case Opcode.LOAD -> "load " + field(k, bigEndian);
            case Opcode.AND -> "A &= " + hex(k);
            case Opcode.JUMP -> "go to " + Integer.toUnsignedString(i + 1 + k);
            case Opcode.JUMP_EQUAL -> branch(program, i, "==");
            case Opcode.JUMP_GREATER -> branch(program, i, ">");
            case Opcode.JUMP_GREATER_OR_EQUAL -> branch(program, i, ">=");
            case Opcode.JUMP_BITS_SET -> branch(program, i, "&");
            case Opcode.RETURN -> "return " + ReturnValue.text(k);
            default -> "code " + hex(program.code(i)) + " " + program.ifTrue(i) + " " + program.ifFalse(i)
                    + " " + hex(k);
        };
    }

    private static String branch(BpfProgram program, int i, String comparison) {
        return "if A " + comparison + " " + hex(program.k(i)) + " " + target(i, program.ifTrue(i))
                + ", else " + target(i, program.ifFalse(i));
    }

    private static String target(int i, int skip) {
        return skip == 0 ? "go on" : "to " + (i + 1 + skip);
    }

    private static String field(int offset, boolean bigEndian) {
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
