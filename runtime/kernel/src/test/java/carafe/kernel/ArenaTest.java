package carafe.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final int FIRST = 1 << 16;
    private static final int MOST = 1 << 22;

    @Test
    void whatWasTakenBeforeItGrewStaysWhereItWas() {
        try (Arena arena = Arena.growing(FIRST, MOST)) {
            long before = arena.string("before");
            byte[] large = new byte[MOST / 2];
            Arrays.fill(large, (byte) 7);
            long after = arena.bytes(large);
            assertEquals("before", arena.getString(before));
            assertArrayEquals(large, arena.getBytes(after, large.length));
        }
    }

    @Test
    void itGrowsInStepsUpToItsEnd() {
        try (Arena arena = Arena.growing(FIRST, MOST)) {
            for (int taken = 0; taken < MOST; taken += 4096) {
                long at = arena.allocate(4096, 1);
                arena.memory().put(arena.offset(at) + 4095, (byte) 1);
            }
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(1, 1));
            arena.reset(0);
            arena.allocate(MOST, 1);
        }
    }
}
