package carafe.container.seccomp.bpf;

import java.util.Arrays;

/**
 * Puts the nodes of a {@link DecisionGraph} in a row, last instruction first, because jumps only lead forward.
 *
 * <p>A node's number is higher than those it leads to, so falling numbers are a valid order as they are. A conditional
 * jump reaches 255 instructions; a target that is farther gets a stand-in close by: a copy if it is a return, which
 * costs no step, else an unconditional jump, whose distance has 32 bits. The stand-in then serves whoever comes next.
 */
public final class ProgramLayout {
    private static final int LONGEST_BRANCH = 255;

    private final DecisionGraph graph;
    /** Instructions from the end of the program backwards; the same form as in {@link BpfProgram}. */
    private int[] codes;
    private int[] constants;
    private int length;
    /** By node: its place counted from the end, the place of its nearest stand-in; -1 while it has none. */
    private final int[] places;
    private final int[] nearest;

    private ProgramLayout(DecisionGraph graph) {
        this.graph = graph;
        codes = new int[graph.size() + 16];
        constants = new int[graph.size() + 16];
        places = new int[graph.size()];
        nearest = new int[graph.size()];
    }

    /**
     * The program that starts at the node {@code start}.
     *
     * @throws ProgramTooLongException if it has more instructions than the kernel takes
     */
    public static BpfProgram of(DecisionGraph graph, int start) {
        boolean[] needed = reachableFrom(graph, start);
        ProgramLayout layout = new ProgramLayout(graph);
        for (int node = 0; node <= start; node++) {
            if (needed[node]) {
                layout.place(node);
            }
        }
        if (layout.length > BpfProgram.MAX_LENGTH) {
            throw new ProgramTooLongException(layout.length);
        }
        return layout.inOrder();
    }

    private static boolean[] reachableFrom(DecisionGraph graph, int start) {
        boolean[] reachable = new boolean[start + 1];
        reachable[start] = true;
        for (int node = start; node >= 0; node--) {
            if (reachable[node] && graph.code(node) != Opcode.RETURN) {
                reachable[graph.ifTrue(node)] = true;
                reachable[graph.ifFalse(node)] = true;
            }
        }
        return reachable;
    }

    private void place(int node) {
        int code = graph.code(node);
        switch (code) {
            case Opcode.RETURN -> add(code, graph.constant(node));
            case Opcode.LOAD, Opcode.AND -> {
                int next = graph.ifTrue(node);
                if (places[next] != length - 1) {
                    addStandIn(next);
                }
                add(code, graph.constant(node));
            }
            default -> {
                int whenTrue = graph.ifTrue(node);
                int whenFalse = graph.ifFalse(node);
                // A stand-in for one target moves the other a step away, so both are looked at until both are near.
                while (distance(whenTrue) > LONGEST_BRANCH || distance(whenFalse) > LONGEST_BRANCH) {
                    addStandIn(distance(whenTrue) > LONGEST_BRANCH ? whenTrue : whenFalse);
                }
                add(code | distance(whenTrue) << 16 | distance(whenFalse) << 24, graph.constant(node));
            }
        }
        places[node] = length - 1;
        nearest[node] = length - 1;
    }

    /** How many instructions lie between the next one to be placed and {@code node} or its stand-in. */
    private int distance(int node) {
        return length - 1 - nearest[node];
    }

    private void addStandIn(int node) {
        if (graph.code(node) == Opcode.RETURN) {
            add(Opcode.RETURN, graph.constant(node));
        } else {
            add(Opcode.JUMP, length - 1 - places[node]);
        }
        nearest[node] = length - 1;
    }

    private void add(int code, int constant) {
        if (length == codes.length) {
            codes = Arrays.copyOf(codes, 2 * length);
            constants = Arrays.copyOf(constants, 2 * length);
        }
        codes[length] = code;
        constants[length] = constant;
        length++;
    }

    private BpfProgram inOrder() {
        int[] orderedCodes = new int[length];
        int[] orderedConstants = new int[length];
        for (int i = 0; i < length; i++) {
            orderedCodes[i] = codes[length - 1 - i];
            orderedConstants[i] = constants[length - 1 - i];
        }
        return new BpfProgram(orderedCodes, orderedConstants);
    }
}
