package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Mutation;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever CRIU answers, it is understood or refused as cut off; what it says of a reason stays one line. */
class CriuReplyFuzzTest {
    /** A failed dump: type 1, success 0, errno 13, message. */
    private static final byte[] REPLY = {0x08, 1, 0x10, 0, 0x38, 13, 0x4a, 6, 'd', 'e', 'n', 'i', 'e', 'd', 0x22, 2, 0x08, 7};

    @Example
    void unchanged() {
        CriuReply reply = CriuReply.read(REPLY);
        assertEquals(13, reply.errno());
        assertEquals("denied", reply.message());
        assertEquals(7, reply.pid());
    }

    @Property
    void replies(@ForAll @Size(max = 6) List<Integer> edits) {
        isUnderstoodOrRefused(Mutation.of(REPLY, edits));
    }

    @Property
    void anyBytes(@ForAll byte[] bytes) {
        isUnderstoodOrRefused(bytes);
    }

    private static void isUnderstoodOrRefused(byte[] bytes) {
        try {
            CriuReply reply = CriuReply.read(bytes);
            assertTrue(reply.errno() >= 0, () -> "errno " + reply.errno());
            assertTrue(reply.reason().lines().count() <= 1, reply.reason());
        } catch (IllegalArgumentException e) {
            assertTrue(!e.getMessage().isEmpty());
        }
    }
}
