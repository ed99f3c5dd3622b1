package carafe.container.seccomp.bpf;

/** The instructions of classic BPF that seccomp accepts (linux/bpf_common.h; seccomp_check_filter of the kernel). */
public final class Opcode {
    /** A = the word of seccomp_data at offset k. */
    public static final int LOAD = 0x20;
    /** A = sizeof(struct seccomp_data). */
    public static final int LOAD_LENGTH = 0x80;
    /** X = sizeof(struct seccomp_data). */
    public static final int LOAD_X_LENGTH = 0x81;
    public static final int LOAD_IMMEDIATE = 0x00;
    public static final int LOAD_X_IMMEDIATE = 0x01;
    public static final int LOAD_MEMORY = 0x60;
    public static final int LOAD_X_MEMORY = 0x61;
    public static final int STORE = 0x02;
    public static final int STORE_X = 0x03;

    public static final int ADD = 0x04;
    public static final int SUBTRACT = 0x14;
    public static final int MULTIPLY = 0x24;
    public static final int DIVIDE = 0x34;
    public static final int OR = 0x44;
    public static final int AND = 0x54;
    public static final int SHIFT_LEFT = 0x64;
    public static final int SHIFT_RIGHT = 0x74;
    public static final int NEGATE = 0x84;
    public static final int XOR = 0xa4;

    /** Go on k instructions after the next one. */
    public static final int JUMP = 0x05;
    public static final int JUMP_EQUAL = 0x15;
    public static final int JUMP_GREATER = 0x25;
    public static final int JUMP_GREATER_OR_EQUAL = 0x35;
    public static final int JUMP_BITS_SET = 0x45;

    public static final int RETURN = 0x06;
    public static final int RETURN_A = 0x16;
    public static final int A_TO_X = 0x07;
    public static final int X_TO_A = 0x87;

    /** In an arithmetic or jump instruction: the operand is X instead of k. */
    public static final int OPERAND_X = 0x08;

    private Opcode() {
    }
}
