package carafe.monitor.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void everyNewlineIsCounted() {
        Random random = new Random(6);
        byte[] bytes = new byte[100];
        for (int round = 0; round < 20_000; round++) {
            int expected = 0;
            int from = random.nextInt(100);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(4) == 0 ? '\n' : random.nextInt(256));
                expected += i >= from && bytes[i] == '\n' ? 1 : 0;
            }
            assertEquals(expected, Lines.count(ByteBuffer.wrap(bytes), from, bytes.length));
        }
    }
}
