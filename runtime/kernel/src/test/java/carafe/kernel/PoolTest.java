package carafe.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final int SIZE = 1 << 20;

    private final Arena arena = Arena.ofProcess(2 * SIZE);
    private final Pool pool = new Pool(arena, SIZE);

    @AfterEach
    void unmap() {
        arena.close();
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        long first = pool.take(1000);
        long second = pool.take(1000);
        assertNotEquals(first, second);
        pool.give(first, 1000);
        assertNotEquals(first, pool.take(5000), "it is too small");
        assertEquals(first, pool.take(1000));
    }

    @Test
    void manyThatComeAndGoNeedNoMoreThanAsManyAsThereAreAtOnce() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long log = pool.take(96 * 1024);
            long input = pool.take(32 * 1024);
            seen.add(log);
            seen.add(input);
            pool.give(log, 96 * 1024);
            pool.give(input, 32 * 1024);
        }
        assertEquals(2, seen.size());
    }

    @Test
    void anArenasMarkLeavesItAlone() {
        int mark = arena.mark();
        long taken = pool.take(100);
        arena.reset(mark);
        long other = arena.allocate(100, 8);
        assertTrue(other >= taken + 100 || other + 100 <= taken, "both have the same memory");
    }

    @Test
    void thereIsAnEnd() {
        pool.take(SIZE - 64);
        pool.take(64);
        assertThrows(IllegalStateException.class, () -> pool.take(1));
    }
}
