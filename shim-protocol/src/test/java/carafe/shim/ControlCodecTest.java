package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {
    private static final List<ControlRequest> ALL = List.of(new ControlRequest.State(), new ControlRequest.Wait(),
            new ControlRequest.Events(), new ControlRequest.Attach(4096, true), new ControlRequest.Resize(24, 80),
            new ControlRequest.Signal(15), new ControlRequest.CloseStdin(), new ControlRequest.ReopenLogs(),
            new ControlRequest.Stats(), new ControlRequest.Exec(),
            new ControlRequest.SetLogPolicy(Stream.STDERR, new LogPolicy(LogPolicy.Mode.SAMPLE, 4096, 10)),
            new ControlRequest.SetLogPolicy(Stream.STDOUT, LogPolicy.UNLIMITED));

    @Test
    void everyRequestIsReadAsItWasWritten() throws ProtocolException {
        for (ControlRequest request : ALL) {
            byte[] line = ControlCodec.encodeRequest(7, request);
            if (request instanceof ControlRequest.SetLogPolicy set && set.policy().equals(LogPolicy.UNLIMITED)) {
                line = text(line).replace("\"rate\":0,", "").getBytes(StandardCharsets.UTF_8);
            }
            assertEquals(request, ControlCodec.decodeRequest(line, line.length - 1));
            assertEquals(7, ControlCodec.id(line, line.length - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"v\":1}", "{\"v\":2,\"verb\":\"state\"}", "{\"v\":1,\"verb\":\"fly\"}",
        "{\"v\":1,\"verb\":\"resize\",\"height\":-1,\"width\":2}", "{\"v\":1,\"verb\":\"signal\",\"signal\":65}",
        "{\"v\":1,\"verb\":\"signal\",\"signal\":\"9\"}", "{\"v\":1,\"v\":1,\"verb\":\"state\"}",
        "{\"v\":1,\"verb\":\"state\"} x", "{\"v\":1.5,\"verb\":\"state\"}", "{\"v\":1,\"verb\":{}}",
        "{\"v\":1,\"verb\":\"log-policy\",\"stream\":\"stdout\",\"mode\":\"drop\",\"rate\":1}",
        "{\"v\":99999999999999999999,\"verb\":\"state\"}", "{\"v\":1,\"verb\":\"\\u12\"}"})
    void anythingElseIsRefusedWithAReason(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        ProtocolException refused = assertThrows(ProtocolException.class,
                () -> ControlCodec.decodeRequest(bytes, bytes.length));
        assertTrue(refused.getMessage().contains("expected") || refused.getMessage().contains("twice"),
                refused.getMessage());
    }

    @Test
    void randomLinesAreReadInBoundedTime() {
        Random random = new Random(42);
        String alphabet = "{}[]\":,\\ue0129-truefalsn \t\0verb";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < 50_000; round++) {
                byte[] line = new byte[random.nextInt(ControlRequest.MAX_LINE / 16)];
                for (int i = 0; i < line.length; i++) {
                    line[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                }
                refusedOrRead(line);
                byte[] mutated = ControlCodec.encodeRequest(1, ALL.get(random.nextInt(ALL.size())));
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                refusedOrRead(mutated);
            }
        });
    }

    @Test
    void repliesAndEventsAreOneLineEach() throws ProtocolException {
        byte[] event = ControlCodec.encodeEvent(ControlEvent.exited(3));
        assertEquals("{\"event\":\"exited\",\"code\":3}\n", text(event));
        byte[] error = ControlCodec.encodeError(4, ControlError.BAD_REQUEST, "line\nbreak");
        JsonObject read = JsonObject.parse(error, 0, error.length - 1);
        assertEquals("bad-request", read.string("error"));
        assertEquals("line\nbreak", read.string("message"));
    }

    private static void refusedOrRead(byte[] line) {
        try {
            ControlCodec.decodeRequest(line, line.length);
        } catch (ProtocolException e) {
            assertTrue(e.getMessage().length() < 2 * ControlRequest.MAX_LINE);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
