package carafe.kernel.servant;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The few AArch64 instructions the servant is made of (Arm ARM, C6.2). Every instruction is 32 bits; registers are
 * numbers, 31 is the zero register where a value is read and unused otherwise.
 */
final class Aarch64Assembler {
    static final int ZERO = 31;

    /** Condition codes. */
    static final int EQUAL = 0;
    static final int NOT_EQUAL = 1;
    static final int HIGHER_OR_SAME = 2;

    private static final int MAX_INSTRUCTIONS = 512;

    private final int[] code = new int[MAX_INSTRUCTIONS];
    private int length;
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Jump> jumps = new ArrayList<>();

    /** The distance in instructions goes into {@code bits} bits from bit {@code shift} on. */
    private record Jump(int at, String label, int bits, int shift) {
    }

    /** The finished code with every jump resolved. */
    byte[] finish() {
        for (Jump jump : jumps) {
            int distance = labels.get(jump.label) - jump.at;
            code[jump.at] |= (distance & (1 << jump.bits) - 1) << jump.shift;
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            bytes.putInt(code[i]);
        }
        return bytes.array();
    }

    Aarch64Assembler label(String name) {
        if (labels.put(name, length) != null) {
            throw new IllegalStateException("label " + name + " stands twice");
        }
        return this;
    }

    /** Where a label stands, in bytes from the start of the code. */
    int offset(String label) {
        return 4 * labels.get(label);
    }

    Aarch64Assembler syscall() {
        return emit(0xD400_0001);
    }

    /** udf: the kernel ends the process with SIGILL. */
    Aarch64Assembler trap() {
        return emit(0);
    }

    Aarch64Assembler jump(String label) {
        return emit(0x1400_0000, label, 26, 0);
    }

    Aarch64Assembler jumpIf(int condition, String label) {
        return emit(0x5400_0000 | condition, label, 19, 5);
    }

    Aarch64Assembler jumpIfZero(int register, String label) {
        return emit(0xB400_0000 | register, label, 19, 5);
    }

    Aarch64Assembler jumpIfNotZero(int register, String label) {
        return emit(0xB500_0000 | register, label, 19, 5);
    }

    Aarch64Assembler jumpIfBitClear(int register, int bit, String label) {
        return emit(0x3600_0000 | bit << 19 | register, label, 14, 5);
    }

    Aarch64Assembler jumpIfBitSet(int register, int bit, String label) {
        return emit(0x3700_0000 | bit << 19 | register, label, 14, 5);
    }

    /** register = value, 16 bits an instruction (movz, movk). */
    Aarch64Assembler set(int register, long value) {
        emit(0xD280_0000 | (int) (value & 0xffff) << 5 | register);
        for (int part = 1; part < 4; part++) {
            int bits = (int) (value >>> 16 * part) & 0xffff;
            if (bits != 0) {
                emit(0xF280_0000 | part << 21 | bits << 5 | register);
            }
        }
        return this;
    }

    Aarch64Assembler move(int to, int from) {
        return emit(0xAA00_03E0 | from << 16 | to);
    }

    Aarch64Assembler negate(int to, int from) {
        return emit(0xCB00_03E0 | from << 16 | to);
    }

    /** to = base + constant, below 4096 */
    Aarch64Assembler add(int to, int base, int constant) {
        return emit(0x9100_0000 | constant << 10 | base << 5 | to);
    }

    /** to = left + (right << shift) */
    Aarch64Assembler addShifted(int to, int left, int right, int shift) {
        return emit(0x8B00_0000 | right << 16 | shift << 10 | left << 5 | to);
    }

    Aarch64Assembler subtract(int to, int left, int right) {
        return emit(0xCB00_0000 | right << 16 | left << 5 | to);
    }

    Aarch64Assembler shiftRight(int to, int from, int bits) {
        return emit(0xD340_FC00 | bits << 16 | from << 5 | to);
    }

    Aarch64Assembler compare(int left, int right) {
        return emit(0xEB00_001F | right << 16 | left << 5);
    }

    /** With a constant below 4096. */
    Aarch64Assembler compareTo(int register, int constant) {
        return emit(0xF100_001F | constant << 10 | register << 5);
    }

    /** With the negative of a constant below 4096. */
    Aarch64Assembler compareToNegative(int register, int constant) {
        return emit(0xB100_001F | constant << 10 | register << 5);
    }

    Aarch64Assembler load64(int register, int base, int offset) {
        return emit(0xF940_0000 | offset / 8 << 10 | base << 5 | register);
    }

    Aarch64Assembler store64(int register, int base, int offset) {
        return emit(0xF900_0000 | offset / 8 << 10 | base << 5 | register);
    }

    Aarch64Assembler load32(int register, int base, int offset) {
        return emit(0xB940_0000 | offset / 4 << 10 | base << 5 | register);
    }

    Aarch64Assembler load16(int register, int base, int offset) {
        return emit(0x7940_0000 | offset / 2 << 10 | base << 5 | register);
    }

    Aarch64Assembler load8(int register, int base, int offset) {
        return emit(0x3940_0000 | offset << 10 | base << 5 | register);
    }

    /** register = memory[base + 8 * index] */
    Aarch64Assembler loadIndexed(int register, int base, int index) {
        return emit(0xF860_7800 | index << 16 | base << 5 | register);
    }

    Aarch64Assembler storeIndexed(int register, int base, int index) {
        return emit(0xF820_7800 | index << 16 | base << 5 | register);
    }

    private Aarch64Assembler emit(int instruction, String label, int bits, int shift) {
        jumps.add(new Jump(length, label, bits, shift));
        return emit(instruction);
    }

    private Aarch64Assembler emit(int instruction) {
        code[length++] = instruction;
        return this;
    }
}
