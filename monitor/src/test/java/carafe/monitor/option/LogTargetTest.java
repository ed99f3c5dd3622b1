package carafe.monitor.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.monitor.log.LogTarget;
import carafe.monitor.system.UsageException;
import org.junit.jupiter.api.Test;

class LogTargetTest {
    @Test
    void aPathAloneIsAFile() throws UsageException {
        assertEquals(new LogTarget.K8sFile("/a"), LogTarget.parse("k8s-file:/a"));
        assertEquals(new LogTarget.K8sFile("/a"), LogTarget.parse("/a"));
        assertEquals(new LogTarget.K8sFile("/a"), LogTarget.parse(":/a"));
        assertEquals(new LogTarget.K8sFile("journald"), LogTarget.parse(":journald"));
    }

    @Test
    void driversWithoutAFileIgnoreThePath() throws UsageException {
        assertEquals(new LogTarget.Journald(), LogTarget.parse("journald:/x"));
        assertEquals(new LogTarget.None(), LogTarget.parse("off:"));
        assertEquals(new LogTarget.Passthrough(), LogTarget.parse("passthrough"));
    }

    @Test
    void otherDriversAreRefused() {
        assertThrows(UsageException.class, () -> LogTarget.parse("json-file:/x"));
        assertThrows(UsageException.class, () -> LogTarget.parse(""));
        assertThrows(UsageException.class, () -> LogTarget.parse("k8s-file"));
    }
}
