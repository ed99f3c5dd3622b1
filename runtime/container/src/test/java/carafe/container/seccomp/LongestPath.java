package carafe.container.seccomp;

import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.Opcode;

/** How many instructions a call can cost at most. */
final class LongestPath {
    private LongestPath() {
    }

    static int of(BpfProgram program) {
        int[] steps = new int[program.length()];
        for (int i = program.length() - 1; i >= 0; i--) {
            steps[i] = 1 + switch (program.code(i)) {
                case Opcode.RETURN -> 0;
                case Opcode.LOAD, Opcode.AND -> steps[i + 1];
                case Opcode.JUMP -> steps[i + 1 + program.k(i)];
                default -> Math.max(steps[i + 1 + program.ifTrue(i)], steps[i + 1 + program.ifFalse(i)]);
            };
        }
        return steps[0];
    }
}
