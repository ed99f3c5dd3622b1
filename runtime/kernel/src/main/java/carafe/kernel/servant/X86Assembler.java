package carafe.kernel.servant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The few x86_64 instructions the servant is made of (Intel SDM volume 2). Memory operands are always base register
 * plus displacement, jumps always 32 bits wide.
 */
final class X86Assembler {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int R8 = 8;
    static final int R9 = 9;
    static final int R10 = 10;
    static final int R12 = 12;
    static final int R14 = 14;

    /** Condition codes, the low nibble of the 0F 8x opcodes. */
    static final int ABOVE_OR_EQUAL = 3;
    static final int EQUAL = 4;
    static final int NOT_EQUAL = 5;

    private byte[] code = new byte[1024];
    private int length;
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Jump> jumps = new ArrayList<>();

    private record Jump(int operandAt, String label) {
    }

    /** The finished code with every jump resolved. */
    byte[] finish() {
        for (Jump jump : jumps) {
            int distance = labels.get(jump.label) - (jump.operandAt + 4);
            for (int i = 0; i < 4; i++) {
                code[jump.operandAt + i] = (byte) (distance >> 8 * i);
            }
        }
        return Arrays.copyOf(code, length);
    }

    X86Assembler label(String name) {
        if (labels.put(name, length) != null) {
            throw new IllegalStateException("label " + name + " stands twice");
        }
        return this;
    }

    /** Where a label stands, in bytes from the start of the code. */
    int offset(String label) {
        return labels.get(label);
    }

    X86Assembler syscall() {
        return emit(0x0F, 0x05);
    }

    /** ud2: the kernel ends the process with SIGILL. */
    X86Assembler trap() {
        return emit(0x0F, 0x0B);
    }

    X86Assembler jump(String label) {
        emit(0xE9);
        return target(label);
    }

    X86Assembler jumpIf(int condition, String label) {
        emit(0x0F, 0x80 | condition);
        return target(label);
    }

    /** register = value, in the shorter form where the upper half is zero. */
    X86Assembler set(int register, long value) {
        boolean small = value >= 0 && value <= 0xffff_ffffL;
        rex(!small, 0, 0, register);
        emit(0xB8 | register & 7);
        return small ? emit32(value) : emit32(value).emit32(value >> 32);
    }

    X86Assembler zero(int register) {
        return registers(false, 0x31, register, register);
    }

    X86Assembler move(int to, int from) {
        return registers(true, 0x89, to, from);
    }

    X86Assembler add(int to, int from) {
        return registers(true, 0x01, to, from);
    }

    X86Assembler subtract(int from, int what) {
        return registers(true, 0x29, from, what);
    }

    X86Assembler compare(int left, int right) {
        return registers(true, 0x39, left, right);
    }

    X86Assembler test(int left, int right) {
        return registers(true, 0x85, left, right);
    }

    /** Compares 64 bits with a sign-extended constant. */
    X86Assembler compareTo(int register, int constant) {
        rex(true, 0, 0, register);
        return emit(0x81, 0xF8 | register & 7).emit32(constant);
    }

    /** Compares the low 32 bits. */
    X86Assembler compare32To(int register, int constant) {
        rex(false, 0, 0, register);
        return emit(0x81, 0xF8 | register & 7).emit32(constant);
    }

    X86Assembler shiftLeft(int register, int bits) {
        rex(true, 0, 0, register);
        return emit(0xC1, 0xE0 | register & 7, bits);
    }

    X86Assembler shiftRight(int register, int bits) {
        rex(true, 0, 0, register);
        return emit(0xC1, 0xE8 | register & 7, bits);
    }

    X86Assembler negateEax() {
        return emit(0xF7, 0xD8);
    }

    X86Assembler load64(int register, int base, int displacement) {
        return memory(true, register, base, displacement, 0x8B);
    }

    X86Assembler load32(int register, int base, int displacement) {
        return memory(false, register, base, displacement, 0x8B);
    }

    X86Assembler load16(int register, int base, int displacement) {
        return memory(false, register, base, displacement, 0x0F, 0xB7);
    }

    X86Assembler load8(int register, int base, int displacement) {
        return memory(false, register, base, displacement, 0x0F, 0xB6);
    }

    X86Assembler store64(int base, int displacement, int register) {
        return memory(true, register, base, displacement, 0x89);
    }

    X86Assembler address(int register, int base, int displacement) {
        return memory(true, register, base, displacement, 0x8D);
    }

    /** Stores a sign-extended 32-bit constant as 64 bits. */
    X86Assembler storeConstant64(int base, int displacement, int constant) {
        return memory(true, 0, base, displacement, 0xC7).emit32(constant);
    }

    X86Assembler compareAlWith(int base, int displacement) {
        return memory(false, RAX, base, displacement, 0x3A);
    }

    X86Assembler testByte(int base, int displacement, int bits) {
        return memory(false, 0, base, displacement, 0xF6).emit(bits);
    }

    /** Tests bits of the low byte of RCX. */
    X86Assembler testCl(int bits) {
        return emit(0xF6, 0xC1, bits);
    }

    /** register = memory[base + 8 * index + displacement] */
    X86Assembler loadIndexed(int register, int base, int index, int displacement) {
        rex(true, register, index, base);
        return emit(0x8B, 0x84 | (register & 7) << 3, 0xC0 | (index & 7) << 3 | base & 7).emit32(displacement);
    }

    X86Assembler storeIndexed(int base, int index, int displacement, int register) {
        rex(true, register, index, base);
        return emit(0x89, 0x84 | (register & 7) << 3, 0xC0 | (index & 7) << 3 | base & 7).emit32(displacement);
    }

    private X86Assembler registers(boolean wide, int opcode, int rm, int reg) {
        rex(wide, reg, 0, rm);
        return emit(opcode, 0xC0 | (reg & 7) << 3 | rm & 7);
    }

    private X86Assembler memory(boolean wide, int reg, int base, int displacement, int... opcode) {
        if ((base & 7) == 4) {
            throw new IllegalArgumentException("rsp and r12 need a SIB byte as a base");
        }
        rex(wide, reg, 0, base);
        emit(opcode);
        if (displacement >= -128 && displacement < 128) {
            return emit(0x40 | (reg & 7) << 3 | base & 7, displacement);
        }
        return emit(0x80 | (reg & 7) << 3 | base & 7).emit32(displacement);
    }

    private void rex(boolean wide, int reg, int index, int base) {
        int prefix = 0x40 | (wide ? 8 : 0) | reg >> 3 << 2 | index >> 3 << 1 | base >> 3;
        if (prefix != 0x40) {
            emit(prefix);
        }
    }

    private X86Assembler target(String label) {
        jumps.add(new Jump(length, label));
        return emit32(0);
    }

    private X86Assembler emit(int... bytes) {
        if (length + bytes.length > code.length) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        for (int b : bytes) {
            code[length++] = (byte) b;
        }
        return this;
    }

    private X86Assembler emit32(long value) {
        return emit((int) value, (int) (value >> 8), (int) (value >> 16), (int) (value >> 24));
    }
}
