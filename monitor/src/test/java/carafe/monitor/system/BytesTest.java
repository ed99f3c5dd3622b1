package carafe.monitor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void theFirstNewlineIsFoundWhereverItLies() {
        Random random = new Random(5);
        ByteBuffer memory = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int round = 0; round < 100_000; round++) {
            for (int i = 0; i < 64; i++) {
                int kind = random.nextInt(20);
                memory.put(i, (byte) (kind == 0 ? '\n' : kind == 1 ? 0x8a : kind == 2 ? 0x0b : random.nextInt(256)));
            }
            int from = random.nextInt(64);
            int to = from + random.nextInt(65 - from);
            assertEquals(slow(memory, from, to), Bytes.indexOfNewline(memory, from, to));
        }
    }

    private static int slow(ByteBuffer memory, int from, int to) {
        for (int i = from; i < to; i++) {
            if (memory.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }
}
