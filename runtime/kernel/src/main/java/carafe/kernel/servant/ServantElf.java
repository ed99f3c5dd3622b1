package carafe.kernel.servant;

import carafe.kernel.Abi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The smallest static executable round a program: one loadable, read-only segment, a non-executable stack (elf(5)). */
final class ServantElf {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final long BASE = 0x400000;
    private static final short ET_EXEC = 2;
    private static final short EM_X86_64 = 62;
    private static final short EM_AARCH64 = 183;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ_EXECUTE = 5;
    private static final int READ_WRITE = 6;

    private static final int CODE_AT = HEADER + 2 * PROGRAM_HEADER;

    private ServantElf() {
    }

    /** Where a byte of the program is in the process's memory. */
    static long address(int offset) {
        return BASE + CODE_AT + offset;
    }

    static byte[] around(byte[] code, Abi abi) {
        int size = CODE_AT + code.length;
        // an aarch64 kernel may have pages of 64 KiB
        long alignment = abi == Abi.AARCH64 ? 0x10000 : 0x1000;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        elf.putShort(ET_EXEC).putShort(abi == Abi.AARCH64 ? EM_AARCH64 : EM_X86_64).putInt(1);
        elf.putLong(address(0)).putLong(HEADER).putLong(0).putInt(0);
        elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 2);
        elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        elf.putInt(PT_LOAD).putInt(READ_EXECUTE).putLong(0).putLong(BASE).putLong(BASE);
        elf.putLong(size).putLong(size).putLong(alignment);
        elf.putInt(PT_GNU_STACK).putInt(READ_WRITE).putLong(0).putLong(0).putLong(0).putLong(0).putLong(0).putLong(16);
        return elf.put(code).array();
    }
}
