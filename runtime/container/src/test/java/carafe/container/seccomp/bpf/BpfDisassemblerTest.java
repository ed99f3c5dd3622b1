package carafe.container.seccomp.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BpfDisassemblerTest {
    private static final BpfDisassembler.Names NAMES = new BpfDisassembler.Names() {
        @Override
        public String ofArch(int auditArch) {
            return "a machine";
        }

        @Override
        public String ofCall(int auditArch, int number) {
            return "call " + number + " of " + auditArch;
        }
    };

    private static String text(BpfProgram program, boolean bigEndian) {
        return String.join("\n", BpfDisassembler.lines(program, bigEndian, NAMES)) + "\n";
    }

    @Test
    void aNumberHasNoNameWhereSeveralArchitecturesLeadThere() {
        DecisionGraph graph = new DecisionGraph();
        int allow = graph.returning(ReturnValue.ALLOW);
        int call = graph.load(SeccompData.NUMBER_OFFSET, graph.ifEqual(5, allow, graph.returning(ReturnValue.LOG)));
        int other = graph.ifEqual(0x40000003, call, graph.returning(ReturnValue.KILL_PROCESS));
        int start = graph.load(SeccompData.ARCH_OFFSET, graph.ifEqual(0xc000003e, call, other));
        String text = text(ProgramLayout.of(graph, start), false);
        assertTrue(text.contains("if A == 0x5 "), text);
    }

    @Test
    void printsOneInstructionALineWithAbsoluteTargets() {
        DecisionGraph graph = new DecisionGraph();
        int allow = graph.returning(ReturnValue.ALLOW);
        int refuse = graph.returning(ReturnValue.ERRNO | 1);
        int argument = graph.load(SeccompData.lowOffset(2, false), graph.and(0xff, graph.ifEqual(7, allow, refuse)));
        int call = graph.load(SeccompData.NUMBER_OFFSET, graph.ifAtLeast(0x14f, refuse, argument));
        int start = graph.load(SeccompData.ARCH_OFFSET, graph.ifEqual(0xc000003e, call, refuse));
        assertEquals("""
                   0  load arch
                   1  if A == 0xc000003e (a machine) go on, else to 7
                   2  load nr
                   3  if A >= 0x14f (call 335 of -1073741762) to 7, else go on
                   4  load low half of argument 2
                   5  A &= 0xff
                   6  if A == 0x7 to 8, else go on
                   7  return ERRNO 1 (EPERM)
                   8  return ALLOW
                """, text(ProgramLayout.of(graph, start), false));
    }

    @Test
    void namesTheHalvesOfArgumentsAsTheyStandOnTheMachine() {
        DecisionGraph graph = new DecisionGraph();
        int differs = graph.ifEqual(0, graph.returning(ReturnValue.ALLOW), graph.returning(ReturnValue.LOG));
        BpfProgram program = ProgramLayout.of(graph, graph.load(SeccompData.highOffset(5, true), differs));
        assertTrue(text(program, true).startsWith("   0  load high half of argument 5\n"));
        assertTrue(text(program, false).startsWith("   0  load low half of argument 5\n"));
    }
}
