package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Mutation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever comes over a socket or a pipe, it is understood, or refused with a {@link ProtocolException}. */
class ProtocolFuzzTest {
    private static final List<String> REQUESTS = List.of(
            "{\"v\":1,\"id\":7,\"verb\":\"attach\",\"replay\":100,\"stdin\":true}",
            "{\"v\":1,\"id\":8,\"verb\":\"resize\",\"height\":24,\"width\":80}",
            "{\"v\":1,\"id\":9,\"verb\":\"signal\",\"signal\":15}",
            "{\"v\":1,\"id\":10,\"verb\":\"state\"}");

    @Property
    void requests(@ForAll @Size(max = 5) List<Integer> edits) {
        for (String request : REQUESTS) {
            byte[] line = Mutation.of(request.getBytes(StandardCharsets.UTF_8), edits);
            ControlCodec.id(line, line.length);
            try {
                ControlRequest understood = ControlCodec.decodeRequest(line, line.length);
                byte[] again = ControlCodec.encodeRequest(3, understood);
                int length = again[again.length - 1] == '\n' ? again.length - 1 : again.length;
                assertEquals(understood, ControlCodec.decodeRequest(again, length));
            } catch (ProtocolException e) {
                assertTrue(!e.getMessage().isEmpty());
            }
        }
    }

    @Property
    void syncMessages(@ForAll @Size(max = 5) List<Integer> edits) {
        String valid = "{\"data\": -1, \"message\": \"no such \\u0066ile\"}";
        String line = new String(Mutation.of(valid.getBytes(StandardCharsets.UTF_8), edits), StandardCharsets.UTF_8);
        try {
            SyncMessage.decode(line);
        } catch (ProtocolException e) {
            assertTrue(!e.getMessage().isEmpty());
        }
    }

    @Property
    void attachFrames(@ForAll int header, @ForAll byte type) {
        ByteBuffer frame = ByteBuffer.allocate(AttachFrame.HEADER).putInt(0, header);
        AttachFrame.type(frame, 0);
        try {
            int length = AttachFrame.length(frame, 0);
            assertTrue(length >= 0 && length <= AttachFrame.MAX_DATA, () -> "length " + length);
            ByteBuffer again = ByteBuffer.allocate(AttachFrame.HEADER);
            AttachFrame.putHeader(again, AttachFrame.type(frame, 0), length);
            assertEquals(length, AttachFrame.length(again, 0));
            assertArrayEquals(frame.array(), again.array());
        } catch (ProtocolException e) {
            assertTrue(e.getMessage().contains("expected"), e.getMessage());
        }
    }
}
