package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttachFrameTest {
    @Test
    void theClientReadsRepliesEventsAndFrames() throws IOException, ProtocolException {
        ByteBuffer fromMonitor = ByteBuffer.allocate(256);
        fromMonitor.put(ControlCodec.encodeEvent(ControlEvent.oom()));
        fromMonitor.put(ControlCodec.encodeReply(1, java.util.Map.of()));
        AttachFrame.putHeader(fromMonitor, AttachFrame.STDERR, 2);
        fromMonitor.put((byte) 'h').put((byte) 'i');
        AttachFrame.putExited(fromMonitor, 137);
        Script script = new Script(fromMonitor);
        try (MonitorClient client = MonitorClient.over(script)) {
            client.call(new ControlRequest.Attach(10, true));
            assertEquals("oom", client.nextEvent().string("event"));
            MonitorClient.Frame output = client.readFrame();
            assertEquals(AttachFrame.STDERR, output.type());
            assertArrayEquals("hi".getBytes(StandardCharsets.US_ASCII), output.data());
            assertEquals(137, AttachFrame.exitCode(client.readFrame().data()));
            assertThrows(EOFException.class, client::readFrame);
        }
        assertEquals("{\"v\":1,\"id\":1,\"verb\":\"attach\",\"replay\":10,\"stdin\":true}\n", script.sent.toString());
    }

    @Test
    void aFrameLongerThanAnyIsRefused() {
        ByteBuffer header = ByteBuffer.wrap(new byte[] {2, (byte) 0xff, 0, 0});
        assertThrows(ProtocolException.class, () -> AttachFrame.length(header, 0));
    }

    /** A connection whose other side has said everything already. */
    private static final class Script implements ByteChannel {
        private final ReadableByteChannel in;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

        Script(ByteBuffer answer) {
            in = Channels.newChannel(new ByteArrayInputStream(answer.array(), 0, answer.position()));
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return in.read(to);
        }

        @Override
        public int write(ByteBuffer from) {
            int length = from.remaining();
            while (from.hasRemaining()) {
                sent.write(from.get());
            }
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }
}
