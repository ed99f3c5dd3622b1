package carafe.container.seccomp.bpf;

/**
 * A system call as a filter sees it: {@code struct seccomp_data} of linux/seccomp.h, 64 bytes:
 * nr at 0, arch at 4, instruction pointer at 8, arguments of 8 bytes each from 16.
 *
 * @param number    unsigned
 * @param auditArch AUDIT_ARCH_* of linux/audit.h
 * @param arguments six
 * @param bigEndian which half of a 64-bit value comes first
 */
public record SeccompData(int number, int auditArch, long instructionPointer, long[] arguments, boolean bigEndian) {
    public static final int NUMBER_OFFSET = 0;
    public static final int ARCH_OFFSET = 4;
    private static final int ARGUMENTS_OFFSET = 16;
    public static final int SIZE = 64;

    /** Where the low 32 bits of an argument stand. */
    public static int lowOffset(int argument, boolean bigEndian) {
        return ARGUMENTS_OFFSET + Long.BYTES * argument + (bigEndian ? 4 : 0);
    }

    /** Where the high 32 bits of an argument stand. */
    public static int highOffset(int argument, boolean bigEndian) {
        return ARGUMENTS_OFFSET + Long.BYTES * argument + (bigEndian ? 0 : 4);
    }

    /** The 32-bit word at {@code offset}, which is a multiple of 4. */
    public int word(int offset) {
        return switch (offset) {
            case NUMBER_OFFSET -> number;
            case ARCH_OFFSET -> auditArch;
            default -> {
                int wide = offset / Long.BYTES;
                long value = offset < ARGUMENTS_OFFSET
                        ? instructionPointer
                        : arguments[wide - ARGUMENTS_OFFSET / Long.BYTES];
                boolean high = offset % Long.BYTES == 0 == bigEndian;
                yield (int) (high ? value >>> 32 : value);
            }
        };
    }
}
