package carafe.kernel.servant;

/**
 * One system call in the arena, 64 bytes.
 *
 * <pre>
 *    0 u16 number      2 u8 flags       3 u8 slot for the result
 *    4 u8 allowed errno, 5 u8 another   8 six u64 arguments     56 s64 result
 * </pre>
 */
final class RecordLayout {
    static final int SIZE = 64;
    static final int SIZE_SHIFT = 6;
    static final int NUMBER = 0;
    static final int FLAGS = 2;
    static final int SLOT = 3;
    static final int ALLOWED_1 = 4;
    static final int ALLOWED_2 = 5;
    static final int ARGUMENTS = 8;
    static final int RESULT = 56;

    /** Bits 0 to 5 of the flags: argument i is the number of a slot. */
    static final int STORE = 0x40;
    /** Any error is a result. */
    static final int ALLOW_ALL = 0x80;

    private RecordLayout() {
    }
}
