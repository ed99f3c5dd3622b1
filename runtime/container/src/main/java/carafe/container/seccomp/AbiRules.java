package carafe.container.seccomp;

import carafe.container.seccomp.bpf.DecisionGraph;
import carafe.container.seccomp.bpf.ReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a profile means for the numbers of one ABI.
 *
 * <p>Of several rules whose conditions all hold, the most severe wins, as the kernel does with several filters; among
 * equally severe ones the first by name. Numbers that the author of the profile cannot have known return ENOSYS, see
 * {@link #unknownReturn}.
 */
final class AbiRules {
    private static final int ENOSYS = 38;
    /** Where private calls of ARM begin; they say nothing about how new a profile is. */
    private static final int PRIVATE_NUMBERS = 0xf0000;

    private final ProfileRules profile;
    private final SyscallAbi abi;
    private final DecisionGraph graph;
    private final RuleChain chain;
    /** Ascending; the following arrays are by index into this one. */
    private final int[] numbers;
    private final boolean[] decided;
    private final int[] decision;
    private final int[] decidingEntry;
    private final List<List<AbiRule>> rules;
    private int highestNamedRank = SyscallTable.ABSENT;
    private int newestNamedKernel;

    AbiRules(ProfileRules profile, SyscallAbi abi, DecisionGraph graph) {
        this.profile = profile;
        this.abi = abi;
        this.graph = graph;
        chain = new RuleChain(graph, abi);
        SyscallTable table = SyscallTable.get();
        numbers = table.numbers(abi);
        decided = new boolean[numbers.length];
        decision = new int[numbers.length];
        decidingEntry = new int[numbers.length];
        rules = new ArrayList<>(Collections.nCopies(numbers.length, null));
        for (int call = 0; call < table.size(); call++) {
            if (profile.names(call)) {
                newestNamedKernel = Math.max(newestNamedKernel, table.since(call));
                addCall(call, table.rank(abi, call));
            }
        }
    }

    private void addCall(int call, int rank) {
        if (rank != SyscallTable.ABSENT) {
            if (numbers[rank] < PRIVATE_NUMBERS) {
                highestNamedRank = Math.max(highestNamedRank, rank);
            }
            if (profile.decides(call) && !decided[rank]) {
                decided[rank] = true;
                decision[rank] = profile.decision(call);
                decidingEntry[rank] = profile.decidingEntry(call);
            }
        }
        List<Rule> conditional = profile.rules(call);
        if (rank != SyscallTable.ABSENT && conditional != null) {
            for (Rule rule : conditional) {
                add(rank, new AbiRule(rule.returnValue(), onThisAbi(rule), rule.entry()));
            }
        }
        if (abi.multiplexes() && Multiplexer.of(call) != null) {
            addThrough(Multiplexer.of(call), call);
        }
    }

    private Condition[] onThisAbi(Rule rule) {
        Condition[] converted = new Condition[rule.conditions().size()];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = Condition.of(rule.conditions().get(i), abi.hasNarrowArguments());
        }
        return converted;
    }

    /**
     * Adds the rules of {@code call} for its other way in, where the arguments stand in memory that no filter can read.
     * So no condition on them may open what is closed by default, and each closes what is open.
     */
    private void addThrough(Multiplexer way, int call) {
        int entrance = SyscallTable.get().rank(abi, way.entrance());
        Condition[] selected = {Condition.selects(way.mask(), way.selector())};
        if (profile.decides(call)) {
            add(entrance, new AbiRule(profile.decision(call), selected, profile.decidingEntry(call)));
        } else if (profile.rules(call) != null) {
            for (Rule rule : profile.rules(call)) {
                if (ReturnValue.isMoreSevere(rule.returnValue(), profile.defaultReturn())) {
                    add(entrance, new AbiRule(rule.returnValue(), selected, rule.entry()));
                }
            }
        }
    }

    /** Keeps the rules of a number ordered by severity. */
    private void add(int rank, AbiRule rule) {
        List<AbiRule> rulesOfNumber = rules.get(rank);
        if (rulesOfNumber == null) {
            rulesOfNumber = new ArrayList<>();
            rules.set(rank, rulesOfNumber);
        }
        int place = rulesOfNumber.size();
        while (place > 0
                && ReturnValue.isMoreSevere(rule.returnValue(), rulesOfNumber.get(place - 1).returnValue())) {
            place--;
        }
        rulesOfNumber.add(place, rule);
    }

    /** Adds the outcome for every number of this ABI to {@code search}. */
    void addTo(NumberSearch search) {
        int unassigned = graph.returning(unknownReturn());
        int next = 0;
        for (int rank = 0; rank < numbers.length; rank++) {
            if (numbers[rank] != next) {
                search.from(abi.numberBase() + next, unassigned);
            }
            search.from(abi.numberBase() + numbers[rank], outcome(rank));
            next = numbers[rank] + 1;
        }
        search.from(abi.numberBase() + next, unassigned);
    }

    /**
     * What a number returns that the author of the profile cannot have known: one that no kernel had assigned, or that
     * came with a later kernel than every call in the profile, or that is above every number in the profile.
     *
     * <p>C libraries try new calls first and fall back to old ones on ENOSYS but not on EPERM, so a profile that
     * refuses what it does not list must say ENOSYS for these. A default that lets calls pass, or leaves them to a
     * tracer, stays as it is, and so it does on an ABI of which the profile names no call.
     */
    private int unknownReturn() {
        boolean permissive = switch (ReturnValue.action(profile.defaultReturn())) {
            case ReturnValue.ALLOW, ReturnValue.LOG, ReturnValue.TRACE -> true;
            default -> false;
        };
        return permissive || highestNamedRank == SyscallTable.ABSENT
                ? profile.defaultReturn()
                : ReturnValue.ERRNO | ENOSYS;
    }

    private int outcome(int rank) {
        if (decided[rank]) {
            return graph.returning(decision[rank]);
        }
        int otherwise = graph.returning(isKnown(rank) ? profile.defaultReturn() : unknownReturn());
        return rules.get(rank) == null ? otherwise : chain.node(rules.get(rank), otherwise);
    }

    private boolean isKnown(int rank) {
        return rank <= highestNamedRank && SyscallTable.get().sinceOfRank(abi, rank) <= newestNamedKernel;
    }

    /**
     * What decides about a number, for people: the first whose conditions hold. The last has none.
     *
     * @param number of this ABI, without its base
     */
    List<AbiRule> chain(int number) {
        int rank = Arrays.binarySearch(numbers, number);
        if (rank < 0) {
            return List.of(otherwise(false));
        }
        if (decided[rank]) {
            return List.of(AbiRule.always(decision[rank], decidingEntry[rank]));
        }
        List<AbiRule> inOrder = new ArrayList<>();
        if (rules.get(rank) != null) {
            inOrder.addAll(rules.get(rank));
        }
        inOrder.add(otherwise(isKnown(rank)));
        return inOrder;
    }

    private AbiRule otherwise(boolean known) {
        int returnValue = known ? profile.defaultReturn() : unknownReturn();
        boolean isDefault = known || returnValue == profile.defaultReturn();
        return AbiRule.always(returnValue, isDefault ? AbiRule.DEFAULT : AbiRule.UNKNOWN);
    }
}
