package carafe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.spec.json.JsonWriter;
import carafe.spec.json.SpecException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {
    private static final State RUNNING = new State("1.3.0", "web", 42, Status.RUNNING, "/bundles/web",
            "/bundles/web/rootfs", "2026-01-02T03:04:05.678901234Z", Map.of("tier", "front"), "");
    private static final State STOPPED = new State("1.3.0", "web", 0, Status.STOPPED, "/b", "/b/rootfs",
            "2026-01-02T03:04:05.678901234Z", Map.of(), "root");

    @Test
    void stateIsLaidOutAsRuncPrintsIt() {
        JsonWriter out = JsonWriter.indentedBy("  ");
        RUNNING.write(out);
        assertEquals("""
                {
                  "ociVersion": "1.3.0",
                  "id": "web",
                  "pid": 42,
                  "status": "running",
                  "bundle": "/bundles/web",
                  "rootfs": "/bundles/web/rootfs",
                  "created": "2026-01-02T03:04:05.678901234Z",
                  "annotations": {
                    "tier": "front"
                  },
                  "owner": ""
                }""", text(out));
    }

    @Test
    void aStoppedContainerShowsPidZeroAndEmptyAnnotationsAreLeftOut() {
        JsonWriter out = JsonWriter.compact();
        STOPPED.write(out);
        assertEquals("{\"ociVersion\":\"1.3.0\",\"id\":\"web\",\"pid\":0,\"status\":\"stopped\",\"bundle\":\"/b\","
                + "\"rootfs\":\"/b/rootfs\",\"created\":\"2026-01-02T03:04:05.678901234Z\",\"owner\":\"root\"}",
                text(out));
    }

    @Test
    void whatIsWrittenCanBeRead() {
        for (State state : new State[] {RUNNING, STOPPED}) {
            JsonWriter out = JsonWriter.compact();
            state.write(out);
            assertEquals(state, State.read("state", out.toBytes()));
        }
    }

    @Test
    void aStateWithoutIdIsRefused() {
        SpecException e = assertThrows(SpecException.class, () -> State.read("state.json",
                "{\"ociVersion\":\"1.0.0\",\"status\":\"running\",\"bundle\":\"/b\"}"
                        .getBytes(StandardCharsets.UTF_8)));
        assertEquals("/id", e.finding().pointer());
    }

    @Test
    void aSeccompAgentGetsTheSpecifiedState() {
        JsonWriter out = JsonWriter.compact();
        new ContainerProcessState("1.3.0", 42, "meta", RUNNING).write(out);
        assertEquals("{\"ociVersion\":\"1.3.0\",\"fds\":[\"seccompFd\"],\"pid\":42,\"metadata\":\"meta\",\"state\":{"
                + "\"ociVersion\":\"1.3.0\",\"id\":\"web\",\"status\":\"running\",\"pid\":42,"
                + "\"bundle\":\"/bundles/web\",\"annotations\":{\"tier\":\"front\"}}}", text(out));
    }

    private static String text(JsonWriter out) {
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
