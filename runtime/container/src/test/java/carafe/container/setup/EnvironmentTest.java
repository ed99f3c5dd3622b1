package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void lastOfTwoEntriesCountsAtItsPlace() {
        Environment environment = new Environment(List.of("A=1", "B=2", "A=3", "C="));
        assertEquals(List.of("B=2", "A=3", "C="), environment.entries());
        assertEquals("3", environment.get("A"));
        assertEquals("", environment.get("C"));
        assertNull(environment.get("D"));
    }

    @Test
    void emptyHomeCountsAsNone() {
        assertTrue(new Environment(List.of("A=1")).lacksHome());
        assertTrue(new Environment(List.of("HOME=")).lacksHome());
        assertFalse(new Environment(List.of("HOME=/x")).lacksHome());
    }

    @Test
    void variableIsReplaced() {
        Environment environment = new Environment(List.of("HOME=", "HOMER=x", "Z=1"));
        environment.set("HOME", "/root");
        assertEquals(List.of("HOMER=x", "Z=1", "HOME=/root"), environment.entries());
    }
}
