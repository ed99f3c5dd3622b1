package carafe.container.seccomp;

import carafe.container.seccomp.bpf.DecisionGraph;
import java.util.Arrays;

/**
 * What to do for every unsigned 32-bit number, as intervals with one outcome each, turned into a binary search.
 * Neighbours with the same outcome are one interval, which is what keeps filters short: most of the 400 numbers of an
 * allow list lie side by side.
 */
final class NumberSearch {
    /** Ascending and unsigned; an interval ends before the next one starts. */
    private int[] starts = new int[16];
    private int[] outcomes = new int[16];
    private int count;

    /**
     * From {@code start} on, until the next call says otherwise, the outcome is the graph's node {@code outcome}.
     * Starts do not fall from call to call; the first is 0.
     */
    void from(int start, int outcome) {
        if (count > 0 && starts[count - 1] == start) {
            count--;
        }
        if (count > 0 && outcomes[count - 1] == outcome) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            outcomes = Arrays.copyOf(outcomes, 2 * count);
        }
        starts[count] = start;
        outcomes[count] = outcome;
        count++;
    }

    /** The node that finds the outcome for the number that is loaded. */
    int node(DecisionGraph graph) {
        return node(graph, 0, count - 1);
    }

    private int node(DecisionGraph graph, int first, int last) {
        if (first == last) {
            return outcomes[first];
        }
        if (isIsland(first, last)) {
            return graph.ifEqual(starts[first + 1], outcomes[first + 1], outcomes[first]);
        }
        int middle = (first + last + 1) / 2;
        int upper = node(graph, middle, last);
        int lower = node(graph, first, middle - 1);
        return graph.ifAtLeast(starts[middle], upper, lower);
    }

    /** Whether a single number differs from the same outcome on both sides: one comparison instead of two. */
    private boolean isIsland(int first, int last) {
        return last - first == 2 && outcomes[first] == outcomes[last] && starts[last] - starts[first + 1] == 1;
    }
}
