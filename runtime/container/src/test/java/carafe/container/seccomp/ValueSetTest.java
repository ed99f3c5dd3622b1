package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class ValueSetTest {
    private static final long[] EDGES = {0, 1, 2, 0xffffffffL, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};

    @Test
    void eachComparisonHoldsForTheRightValues() {
        for (long edge : EDGES) {
            check(ValueSet.exactly(edge), value -> value == edge);
            check(ValueSet.exactly(edge).complement(), value -> value != edge);
            check(ValueSet.atLeast(edge), value -> Long.compareUnsigned(value, edge) >= 0);
            check(ValueSet.atLeast(edge).complement(), value -> Long.compareUnsigned(value, edge) < 0);
            check(ValueSet.above(edge), value -> Long.compareUnsigned(value, edge) > 0);
            check(ValueSet.above(edge).complement(), value -> Long.compareUnsigned(value, edge) <= 0);
        }
    }

    @Test
    void aUnionHoldsWhatEitherHolds() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            ValueSet first = draw(random);
            ValueSet second = draw(random);
            ValueSet third = draw(random);
            check(first.union(second).union(third),
                    value -> first.contains(value) || second.contains(value) || third.contains(value));
        }
    }

    private static ValueSet draw(Random random) {
        long edge = EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
        ValueSet set = switch (random.nextInt(3)) {
            case 0 -> ValueSet.exactly(edge);
            case 1 -> ValueSet.atLeast(edge);
            default -> ValueSet.above(edge);
        };
        return random.nextBoolean() ? set : set.complement();
    }

    private static void check(ValueSet set, LongPredicate expected) {
        for (long edge : EDGES) {
            for (long value = edge - 3; value != edge + 4; value++) {
                assertEquals(expected.test(value), set.contains(value), Long.toUnsignedString(value));
            }
        }
    }
}
