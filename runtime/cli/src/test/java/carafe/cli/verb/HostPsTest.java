package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPsTest {
    private static final String TABLE = """
            UID        PID  PPID CMD
            root         7     1 sleep 12
            root        12     1 sh -c 7
            root       107     1 true
            """;

    @Test
    void onlyRowsOfTheContainerStay() {
        assertEquals("""
                UID        PID  PPID CMD
                root         7     1 sleep 12
                root       107     1 true
                """, HostPs.select(TABLE, List.of(7, 107)));
    }

    @Test
    void theColumnIsFoundByItsHeading() {
        assertEquals("  CMD PID\n    x 7\n", HostPs.select("  CMD PID\n    x 7\n    7 8\n", List.of(7)));
    }

    @Test
    void withoutProcessesTheHeadlineRemains() {
        assertEquals("UID        PID  PPID CMD\n", HostPs.select(TABLE, List.of()));
    }

    @Test
    void aTableWithoutPidsIsRefused() {
        Refused refused =
                assertThrows(Refused.class, () -> HostPs.select("CMD\nsleep\n", List.of(7)));
        assertEquals("couldn't find PID field in ps output", refused.getMessage());
    }
}
