package carafe.container.seccomp.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BpfDisassemblerTest {
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
                   1  if A == 0xc000003e go on, else to 7
                   2  load nr
                   3  if A >= 0x14f to 7, else go on
                   4  load low half of argument 2
                   5  A &= 0xff
                   6  if A == 0x7 to 8, else go on
                   7  return ERRNO 1
                   8  return ALLOW
                """, BpfDisassembler.text(ProgramLayout.of(graph, start), false));
    }

    @Test
    void namesTheHalvesOfArgumentsAsTheyStandOnTheMachine() {
        DecisionGraph graph = new DecisionGraph();
        int differs = graph.ifEqual(0, graph.returning(ReturnValue.ALLOW), graph.returning(ReturnValue.LOG));
        BpfProgram program = ProgramLayout.of(graph, graph.load(SeccompData.highOffset(5, true), differs));
        assertTrue(BpfDisassembler.text(program, true).startsWith("   0  load high half of argument 5\n"));
        assertTrue(BpfDisassembler.text(program, false).startsWith("   0  load low half of argument 5\n"));
    }
}
