package carafe.container.cgroup.devices;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * eBPF instructions as far as a device program needs them (Documentation/bpf/standardization/instruction-set.rst):
 * eight bytes each, with the operation, two registers, a jump distance and a constant.
 */
final class Instructions {
    static final int BYTES = 8;

    private static final int LOAD_WORD = 0x61;
    private static final int MOVE_CONSTANT = 0xb7;
    private static final int MOVE_REGISTER_32 = 0xbc;
    private static final int AND_CONSTANT_32 = 0x54;
    private static final int SHIFT_RIGHT_32 = 0x74;
    private static final int JUMP_IF_EQUAL_CONSTANT = 0x15;
    private static final int JUMP_UNLESS_EQUAL_CONSTANT = 0x55;
    private static final int JUMP_UNLESS_EQUAL_REGISTER = 0x5d;
    private static final int EXIT = 0x95;

    private final List<Long> code = new ArrayList<>();
    /** Jumps out of the rule that is being emitted, whose length is not known before its end. */
    private final List<Integer> openJumps = new ArrayList<>();

    int count() {
        return code.size();
    }

    void loadWord(int to, int from, int offset) {
        add(LOAD_WORD, to, from, offset, 0);
    }

    void and(int register, int mask) {
        add(AND_CONSTANT_32, register, 0, 0, mask);
    }

    void shiftRight(int register, int bits) {
        add(SHIFT_RIGHT_32, register, 0, 0, bits);
    }

    void copy(int to, int from) {
        add(MOVE_REGISTER_32, to, from, 0, 0);
    }

    void leaveIfEqual(int register, long constant) {
        openJumps.add(code.size());
        add(JUMP_IF_EQUAL_CONSTANT, register, 0, 0, constant);
    }

    void leaveUnlessEqual(int register, long constant) {
        openJumps.add(code.size());
        add(JUMP_UNLESS_EQUAL_CONSTANT, register, 0, 0, constant);
    }

    void leaveUnlessSame(int register, int other) {
        openJumps.add(code.size());
        add(JUMP_UNLESS_EQUAL_REGISTER, register, other, 0, 0);
    }

    void answer(boolean allow) {
        add(MOVE_CONSTANT, 0, 0, 0, allow ? 1 : 0);
        add(EXIT, 0, 0, 0, 0);
    }

    /** Where the jumps since the last call lead to. */
    void land() {
        for (int jump : openJumps) {
            // distances count from the instruction after the jump
            long distance = code.size() - jump - 1;
            code.set(jump, code.get(jump) | distance << 16);
        }
        openJumps.clear();
    }

    private void add(int operation, int to, int from, int offset, long constant) {
        code.add(operation | (long) to << 8 | (long) from << 12 | (offset & 0xffffL) << 16 | constant << 32);
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(code.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long instruction : code) {
            bytes.putLong(instruction);
        }
        return bytes.array();
    }
}
