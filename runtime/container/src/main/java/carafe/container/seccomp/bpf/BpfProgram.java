package carafe.container.seccomp.bpf;

/**
 * A sequence of BPF instructions, numbered from 0.
 *
 * <p>In memory each is a {@code struct sock_filter} of 8 bytes in the byte order of the machine:
 * u16 code, u8 jt, u8 jf, u32 k (linux/filter.h).
 */
public final class BpfProgram {
    /** BPF_MAXINSNS (linux/bpf_common.h). */
    public static final int MAX_LENGTH = 4096;
    public static final int INSTRUCTION_BYTES = 8;

    private final int[] codes;
    private final int[] constants;

    /**
     * Takes over both arrays.
     *
     * @param codes     per instruction, code | jt &lt;&lt; 16 | jf &lt;&lt; 24
     * @param constants per instruction, k
     */
    BpfProgram(int[] codes, int[] constants) {
        this.codes = codes;
        this.constants = constants;
    }

    /** Reads a program from the form in which the kernel takes it. */
    public static BpfProgram ofBytes(byte[] bytes, boolean bigEndian) {
        if (bytes.length % INSTRUCTION_BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of BPF instructions");
        }
        int length = bytes.length / INSTRUCTION_BYTES;
        int[] codes = new int[length];
        int[] constants = new int[length];
        for (int i = 0; i < length; i++) {
            int at = i * INSTRUCTION_BYTES;
            int first = bytes[at] & 0xff;
            int second = bytes[at + 1] & 0xff;
            int code = bigEndian ? first << 8 | second : second << 8 | first;
            codes[i] = code | (bytes[at + 2] & 0xff) << 16 | (bytes[at + 3] & 0xff) << 24;
            int k = 0;
            for (int b = 0; b < Integer.BYTES; b++) {
                k |= (bytes[at + 4 + b] & 0xff) << 8 * (bigEndian ? 3 - b : b);
            }
            constants[i] = k;
        }
        return new BpfProgram(codes, constants);
    }

    /** The form in which the kernel takes it, the {@code filter} of {@code struct sock_fprog}. */
    public byte[] toBytes(boolean bigEndian) {
        byte[] bytes = new byte[length() * INSTRUCTION_BYTES];
        for (int i = 0; i < length(); i++) {
            int at = i * INSTRUCTION_BYTES;
            bytes[at] = (byte) (bigEndian ? code(i) >> 8 : code(i));
            bytes[at + 1] = (byte) (bigEndian ? code(i) : code(i) >> 8);
            bytes[at + 2] = (byte) ifTrue(i);
            bytes[at + 3] = (byte) ifFalse(i);
            for (int b = 0; b < Integer.BYTES; b++) {
                bytes[at + 4 + b] = (byte) (constants[i] >>> 8 * (bigEndian ? 3 - b : b));
            }
        }
        return bytes;
    }

    /** Number of instructions. */
    public int length() {
        return codes.length;
    }

    /** One of {@link Opcode}, unless the program was read from bytes and holds something else. */
    public int code(int index) {
        return codes[index] & 0xffff;
    }

    /** Instructions a conditional jump skips when its condition holds: 0 to 255. */
    public int ifTrue(int index) {
        return codes[index] >>> 16 & 0xff;
    }

    /** Instructions a conditional jump skips when its condition does not hold: 0 to 255. */
    public int ifFalse(int index) {
        return codes[index] >>> 24;
    }

    /** The instruction's constant; unsigned. */
    public int k(int index) {
        return constants[index];
    }
}
