package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NotifyFilterTest {
    @Test
    void onlyHarmlessLinesPass() {
        assertEquals("READY=1\nSTATUS=up", NotifyFilter.filter("READY=1\nMAINPID=1\r\nSTATUS=up\nFDSTORE=1"));
        assertEquals("WATCHDOG=trigger", NotifyFilter.filter("WATCHDOG=trigger"));
        assertEquals("", NotifyFilter.filter("READY=2\nWATCHDOG=0\nXSTATUS=x"));
        assertEquals("", NotifyFilter.filter(""));
    }
}
