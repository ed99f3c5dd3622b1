package carafe.monitor.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
    private final PacketQueue queue = new PacketQueue(100);

    @AfterEach
    void unmap() {
        queue.close();
    }

    @Test
    void packetsComeOutAsTheyWentIn() {
        Random random = new Random(8);
        Deque<byte[]> expected = new ArrayDeque<>();
        for (int round = 0; round < 50_000; round++) {
            byte[] packet = new byte[random.nextInt(40)];
            random.nextBytes(packet);
            if (queue.fits(packet.length)) {
                queue.put(round & 1, ByteBuffer.wrap(packet), 0, packet.length);
                expected.add(packet);
            } else {
                byte[] first = expected.poll();
                assertTrue(Arrays.equals(first, first()), "the packet is the one that was put first");
                queue.removeFirst();
            }
        }
    }

    @Test
    void theLatestBytesAreKept() {
        StringBuilder all = new StringBuilder();
        Random random = new Random(9);
        for (int round = 0; round < 20_000; round++) {
            String text = "abcdefghijklmnopqrstuvwxyz".substring(random.nextInt(26)).repeat(random.nextInt(6));
            all.append(text);
            queue.putLatest(2, ByteBuffer.wrap(text.getBytes()), 0, text.length());
            String kept = kept();
            assertTrue(all.toString().endsWith(kept), kept);
            assertTrue(queue.used() <= 100);
            all.delete(0, Math.max(0, all.length() - 200));
        }
        assertTrue(kept().length() > 40, "the ring is used");
    }

    @Test
    void aPacketThatDoesNotFitIsRefused() {
        assertTrue(queue.fits(96));
        assertFalse(queue.fits(97));
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.used());
    }

    private String kept() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        queue.forEach((type, first, firstLength, second, secondLength) -> {
            out.writeBytes(copy(first, firstLength));
            out.writeBytes(copy(second, secondLength));
        });
        return out.toString();
    }

    private byte[] first() {
        int length = queue.firstLength();
        int contiguous = queue.contiguous(0, length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(copy(queue.address(0), contiguous));
        out.writeBytes(copy(queue.address(contiguous), length - contiguous));
        return out.toByteArray();
    }

    private byte[] copy(long address, int length) {
        byte[] bytes = new byte[length];
        if (length > 0) {
            queue.memory().get(queue.offset(address), bytes);
        }
        return bytes;
    }
}
