package carafe.container.seccomp;

import carafe.container.seccomp.bpf.DecisionGraph;
import java.util.ArrayList;
import java.util.List;

/** Turns the rules of one number into a decision: the first whose conditions hold says what the call returns. */
final class RuleChain {
    private final DecisionGraph graph;
    private final ConditionTree conditions;

    RuleChain(DecisionGraph graph, SyscallAbi abi) {
        this.graph = graph;
        conditions = new ConditionTree(graph, abi.isBigEndian());
    }

    /**
     * The node that tries {@code rules} in their order and goes on at {@code otherwise} when none applies. It is built
     * from the last rule to the first, a run of rules with one return value at a time.
     */
    int node(List<AbiRule> rules, int otherwise) {
        int node = otherwise;
        int end = rules.size();
        while (end > 0) {
            int returnValue = rules.get(end - 1).returnValue();
            int start = end - 1;
            while (start > 0 && rules.get(start - 1).returnValue() == returnValue) {
                start--;
            }
            node = anyOf(rules.subList(start, end), graph.returning(returnValue), node);
            end = start;
        }
        return node;
    }

    /** The order of rules with the same return value does not matter, so conditions on the same bits are joined. */
    private int anyOf(List<AbiRule> rules, int match, int otherwise) {
        int outcome = otherwise;
        List<Condition> alternatives = new ArrayList<>();
        for (AbiRule rule : rules) {
            Condition[] required = rule.conditions();
            if (required.length == 1) {
                join(alternatives, required[0]);
                continue;
            }
            int node = match;
            for (Condition condition : required) {
                node = conditions.node(condition, node, outcome);
            }
            outcome = node;
        }
        for (Condition condition : alternatives) {
            outcome = conditions.node(condition, match, outcome);
        }
        return outcome;
    }

    private static void join(List<Condition> alternatives, Condition condition) {
        for (int i = 0; i < alternatives.size(); i++) {
            Condition other = alternatives.get(i);
            if (other.looksAtSameBits(condition)) {
                ValueSet values = other.values().union(condition.values());
                alternatives.set(i, new Condition(other.argument(), other.mask(), values));
                return;
            }
        }
        alternatives.add(condition);
    }
}
