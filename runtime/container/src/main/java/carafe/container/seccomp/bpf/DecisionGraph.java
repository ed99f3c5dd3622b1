package carafe.container.seccomp.bpf;

import java.util.Arrays;

/**
 * Decisions as a graph without cycles, built from its ends: a node is made after the nodes it leads to.
 *
 * <p>Equal nodes are one node, so that equal parts of a filter are stored once, and a node that would change nothing
 * (a branch with one outcome, a load nobody looks at) is not made at all. A node is named by a number; the numbers
 * rise from the ends to the start, which {@link ProgramLayout} relies on.
 */
public final class DecisionGraph {
    private static final int FIRST_CAPACITY = 512;

    private int[] codes = new int[FIRST_CAPACITY];
    private int[] constants = new int[FIRST_CAPACITY];
    private int[] ifTrue = new int[FIRST_CAPACITY];
    private int[] ifFalse = new int[FIRST_CAPACITY];
    private int size;
    /** Node number + 1 by hash, 0 for a free place; its length is a power of two and at least twice the capacity. */
    private int[] places = new int[4 * FIRST_CAPACITY];

    /** Ends the program with {@code value}. */
    public int returning(int value) {
        return node(Opcode.RETURN, value, -1, -1);
    }

    /** Loads the word at {@code offset} of seccomp_data, then goes on at {@code next}. */
    public int load(int offset, int next) {
        return readsAccumulator(next) ? node(Opcode.LOAD, offset, next, next) : next;
    }

    /** Keeps the bits of {@code mask} of what is loaded, then goes on at {@code next}. */
    public int and(int mask, int next) {
        return mask != -1 && readsAccumulator(next) ? node(Opcode.AND, mask, next, next) : next;
    }

    /** Goes on at {@code whenEqual} if what is loaded is {@code value}. */
    public int ifEqual(int value, int whenEqual, int otherwise) {
        return branch(Opcode.JUMP_EQUAL, value, whenEqual, otherwise);
    }

    /** Goes on at {@code whenReached} if what is loaded is at least {@code value}, both unsigned. */
    public int ifAtLeast(int value, int whenReached, int otherwise) {
        return branch(Opcode.JUMP_GREATER_OR_EQUAL, value, whenReached, otherwise);
    }

    private int branch(int code, int value, int whenTrue, int whenFalse) {
        return whenTrue == whenFalse ? whenTrue : node(code, value, whenTrue, whenFalse);
    }

    private boolean readsAccumulator(int node) {
        return codes[node] != Opcode.RETURN && codes[node] != Opcode.LOAD;
    }

    private int node(int code, int constant, int whenTrue, int whenFalse) {
        int mask = places.length - 1;
        int place = hash(code, constant, whenTrue, whenFalse) & mask;
        while (places[place] != 0) {
            int node = places[place] - 1;
            if (constants[node] == constant && codes[node] == code
                    && ifTrue[node] == whenTrue && ifFalse[node] == whenFalse) {
                return node;
            }
            place = place + 1 & mask;
        }
        if (size == codes.length) {
            grow();
            return node(code, constant, whenTrue, whenFalse);
        }
        codes[size] = code;
        constants[size] = constant;
        ifTrue[size] = whenTrue;
        ifFalse[size] = whenFalse;
        places[place] = size + 1;
        return size++;
    }

    private static int hash(int code, int constant, int whenTrue, int whenFalse) {
        int hash = ((code * 31 + constant) * 31 + whenTrue) * 31 + whenFalse;
        hash *= 0x9e3779b9;
        return hash ^ hash >>> 15;
    }

    private void grow() {
        codes = Arrays.copyOf(codes, 2 * size);
        constants = Arrays.copyOf(constants, 2 * size);
        ifTrue = Arrays.copyOf(ifTrue, 2 * size);
        ifFalse = Arrays.copyOf(ifFalse, 2 * size);
        places = new int[8 * size];
        for (int node = 0; node < size; node++) {
            int place = hash(codes[node], constants[node], ifTrue[node], ifFalse[node]) & places.length - 1;
            while (places[place] != 0) {
                place = place + 1 & places.length - 1;
            }
            places[place] = node + 1;
        }
    }

    /** Number of nodes made so far. */
    int size() {
        return size;
    }

    int code(int node) {
        return codes[node];
    }

    int constant(int node) {
        return constants[node];
    }

    /** Where a branch leads when its condition holds; for a load or a mask, what comes next; -1 for a return. */
    int ifTrue(int node) {
        return ifTrue[node];
    }

    int ifFalse(int node) {
        return ifFalse[node];
    }
}
