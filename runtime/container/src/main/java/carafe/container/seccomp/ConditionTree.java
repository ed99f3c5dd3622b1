package carafe.container.seccomp;

import carafe.container.seccomp.bpf.DecisionGraph;
import carafe.container.seccomp.bpf.SeccompData;

/** Turns conditions on 64-bit arguments into comparisons of 32-bit words, high word first. */
final class ConditionTree {
    private final DecisionGraph graph;
    private final boolean bigEndian;

    ConditionTree(DecisionGraph graph, boolean bigEndian) {
        this.graph = graph;
        this.bigEndian = bigEndian;
    }

    /** The node that leads to {@code whenHolding} if the condition holds, else to {@code otherwise}. */
    int node(Condition condition, int whenHolding, int otherwise) {
        int highMask = (int) (condition.mask() >>> Integer.SIZE);
        if (highMask == 0) {
            ValueSet values = condition.values().narrowed();
            return lowNode(condition, values, 0, values.pointCount(), whenHolding, otherwise);
        }
        ValueSet values = condition.values();
        NumberSearch search = new NumberSearch();
        search.from(0, otherwise);
        int outcome = otherwise;
        int point = 0;
        while (point < values.pointCount()) {
            int high = (int) (values.point(point) >>> Integer.SIZE);
            int end = point;
            while (end < values.pointCount() && (int) (values.point(end) >>> Integer.SIZE) == high) {
                end++;
            }
            int opposite = outcome == otherwise ? whenHolding : otherwise;
            search.from(high, lowNode(condition, values, point, end, opposite, outcome));
            if ((end - point) % 2 == 1) {
                outcome = opposite;
            }
            if (high != -1) {
                search.from(high + 1, outcome);
            }
            point = end;
        }
        int offset = SeccompData.highOffset(condition.argument(), bigEndian);
        return graph.load(offset, graph.and(highMask, search.node(graph)));
    }

    /**
     * The search in the low word among points with one high word.
     *
     * @param crossed   the outcome after the first of the points, the third, and so on
     * @param uncrossed the outcome before the first of the points, after the second, and so on
     */
    private int lowNode(Condition condition, ValueSet values, int point, int end, int crossed, int uncrossed) {
        NumberSearch search = new NumberSearch();
        search.from(0, uncrossed);
        for (int i = point; i < end; i++) {
            search.from((int) values.point(i), (i - point) % 2 == 0 ? crossed : uncrossed);
        }
        int offset = SeccompData.lowOffset(condition.argument(), bigEndian);
        return graph.load(offset, graph.and((int) condition.mask(), search.node(graph)));
    }
}
