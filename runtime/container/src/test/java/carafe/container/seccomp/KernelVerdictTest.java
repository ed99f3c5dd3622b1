package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.BpfVerifier;
import carafe.container.seccomp.bpf.Opcode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link BpfVerifier} takes and refuses the same programs as the running kernel. */
class KernelVerdictTest {
    private static final int PROGRAMS = 1500;
    private static final int EINVAL = 22;
    private static final int[] CODES = {
        Opcode.LOAD, Opcode.LOAD_LENGTH, Opcode.LOAD_X_LENGTH, Opcode.LOAD_IMMEDIATE, Opcode.LOAD_X_IMMEDIATE,
        Opcode.LOAD_MEMORY, Opcode.LOAD_X_MEMORY, Opcode.STORE, Opcode.STORE_X, Opcode.ADD, Opcode.SUBTRACT,
        Opcode.MULTIPLY, Opcode.DIVIDE, Opcode.OR, Opcode.AND, Opcode.SHIFT_LEFT, Opcode.SHIFT_RIGHT, Opcode.NEGATE,
        Opcode.XOR, Opcode.JUMP, Opcode.JUMP_EQUAL, Opcode.JUMP_GREATER, Opcode.JUMP_GREATER_OR_EQUAL,
        Opcode.JUMP_BITS_SET, Opcode.RETURN, Opcode.RETURN_A, Opcode.A_TO_X, Opcode.X_TO_A,
    };

    @TempDir
    private Path directory;

    @Test
    void theVerifierAgreesWithTheKernelOnDamagedPrograms() {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "writes programs in little endian");
        Random random = new Random(7);
        LiveFilter live = new LiveFilter();
        List<String> expected = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < PROGRAMS; i++) {
            byte[] program = damaged(random);
            boolean good = BpfVerifier.objection(BpfProgram.ofBytes(program, false)) == null;
            expected.add(good ? "accepted" : "refused " + EINVAL);
            accepted += good ? 1 : 0;
            live.load(program);
        }
        assertTrue(accepted > PROGRAMS / 10 && accepted < PROGRAMS * 9 / 10, accepted + " good programs");
        assertEquals(expected, live.run(directory));
    }

    private static byte[] damaged(Random random) {
        int length = 1 + random.nextInt(12);
        byte[] program = new byte[length * BpfProgram.INSTRUCTION_BYTES];
        for (int i = 0; i < length; i++) {
            int code = CODES[random.nextInt(CODES.length)] | (random.nextInt(10) == 0 ? Opcode.OPERAND_X : 0);
            if (random.nextInt(60) == 0) {
                code = random.nextInt(0x200);
            }
            if (i == length - 1 && random.nextInt(20) != 0) {
                code = Opcode.RETURN;
            }
            int constant = switch (random.nextInt(12)) {
                case 0 -> random.nextInt();
                case 1 -> random.nextInt(80);
                default -> code == Opcode.JUMP ? random.nextInt(Math.max(1, length - i)) : 4 * random.nextInt(4);
            };
            int farthest = Math.max(1, length - i - 1 + (random.nextInt(15) == 0 ? 1 : 0));
            int at = i * BpfProgram.INSTRUCTION_BYTES;
            program[at] = (byte) code;
            program[at + 1] = (byte) (code >> 8);
            program[at + 2] = (byte) random.nextInt(farthest);
            program[at + 3] = (byte) random.nextInt(farthest);
            for (int b = 0; b < 4; b++) {
                program[at + 4 + b] = (byte) (constant >>> 8 * b);
            }
        }
        return program;
    }
}
