package carafe.container.seccomp.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BpfVerifierTest {
    @Test
    void acceptsAReturn() {
        assertNull(objection(Opcode.RETURN, 0, 0, 0));
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertEquals("0 instructions, expected 1 to 4096", objection());
        assertNull(BpfVerifier.objection(returns(4096)));
        assertEquals("4097 instructions, expected 1 to 4096", BpfVerifier.objection(returns(4097)));
    }

    @Test
    void refusesAProgramThatDoesNotEndWithAReturn() {
        assertEquals("instruction 1: the last one does not return",
                objection(Opcode.RETURN, 0, 0, 0, Opcode.LOAD, 0, 0, 0));
    }

    @Test
    void refusesToLoadWhatIsNotAWordOfSeccompData() {
        assertNull(objection(Opcode.LOAD, 0, 0, 60, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: loads from offset 64", objection(Opcode.LOAD, 0, 0, 64, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: loads from offset 2", objection(Opcode.LOAD, 0, 0, 2, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: loads from offset 4294967292",
                objection(Opcode.LOAD, 0, 0, -4, Opcode.RETURN, 0, 0, 0));
    }

    @Test
    void refusesJumpsOutOfTheProgram() {
        assertNull(objection(Opcode.JUMP, 0, 0, 0, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: jumps out of the program",
                objection(Opcode.JUMP, 0, 0, 1, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: jumps out of the program",
                objection(Opcode.JUMP, 0, 0, -1, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: jumps out of the program",
                objection(Opcode.JUMP_EQUAL, 0, 1, 7, Opcode.RETURN, 0, 0, 0));
    }

    @Test
    void refusesInstructionsThatSeccompDoesNotKnow() {
        int loadByte = 0x30;
        assertEquals("instruction 0: opcode 0x30", objection(loadByte, 0, 0, 0, Opcode.RETURN, 0, 0, 0));
        int modulo = 0x94;
        assertEquals("instruction 0: opcode 0x94", objection(modulo, 0, 0, 3, Opcode.RETURN, 0, 0, 0));
    }

    @Test
    void refusesDivisionByZeroAndWideShifts() {
        assertEquals("instruction 0: division by zero", objection(Opcode.DIVIDE, 0, 0, 0, Opcode.RETURN, 0, 0, 0));
        assertEquals("instruction 0: shift by 32", objection(Opcode.SHIFT_LEFT, 0, 0, 32, Opcode.RETURN, 0, 0, 0));
    }

    @Test
    void refusesToReadScratchThatSomePathLeavesUnwritten() {
        assertEquals("instruction 2: reads scratch word 3 before it is written", objection(
                Opcode.JUMP_EQUAL, 0, 1, 7,
                Opcode.STORE, 0, 0, 3,
                Opcode.LOAD_MEMORY, 0, 0, 3,
                Opcode.RETURN, 0, 0, 0));
        assertNull(objection(
                Opcode.STORE, 0, 0, 3,
                Opcode.JUMP_EQUAL, 0, 1, 7,
                Opcode.RETURN, 0, 0, 0,
                Opcode.LOAD_MEMORY, 0, 0, 3,
                Opcode.RETURN_A, 0, 0, 0));
    }

    private static BpfProgram returns(int length) {
        int[] codes = new int[length];
        Arrays.fill(codes, Opcode.RETURN);
        return new BpfProgram(codes, new int[length]);
    }

    /** Instructions as code, jt, jf, k. */
    private static String objection(int... fields) {
        int length = fields.length / 4;
        int[] codes = new int[length];
        int[] constants = new int[length];
        for (int i = 0; i < length; i++) {
            codes[i] = fields[4 * i] | fields[4 * i + 1] << 16 | fields[4 * i + 2] << 24;
            constants[i] = fields[4 * i + 3];
        }
        return BpfVerifier.objection(new BpfProgram(codes, constants));
    }
}
