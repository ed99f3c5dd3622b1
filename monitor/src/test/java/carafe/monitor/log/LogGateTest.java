package carafe.monitor.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Arena;
import carafe.kernel.Sys;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogGateTest {
    private final Sys sys = new Sys(Arena.ofProcess(1 << 20));
    private final long buffer = sys.arena().allocate(64 * 1024, 8);
    private final StringBuilder logged = new StringBuilder();
    private final LogGate gate = new LogGate(sys, Stream.STDOUT, List.of(new Recording()));

    @AfterEach
    void unmap() {
        sys.arena().close();
    }

    @Test
    void aboveTheRateWholeLinesAreLeftOutAndCounted() {
        gate.setPolicy(new LogPolicy(LogPolicy.Mode.DROP, 1024, 1));
        String line = "0123456789".repeat(10) + "\n";
        write(line.repeat(100));
        gate.finish();
        String[] lines = logged.toString().split("\n");
        int kept = lines.length - 1;
        assertTrue(kept >= 9 && kept < 20, "kept " + kept);
        assertEquals(LogPolicy.marker(100 - kept, (100L - kept) * line.length()), lines[kept]);
        assertEquals((100L - kept) * line.length(), gate.dropped());
    }

    @Test
    void samplingKeepsOneLineInSoMany() {
        gate.setPolicy(new LogPolicy(LogPolicy.Mode.SAMPLE, 1024, 10));
        write(("0123456789".repeat(100) + "\n").repeat(51));
        long lines = logged.toString().lines().count();
        assertTrue(lines >= 5 && lines <= 8, "kept " + lines);
    }

    @Test
    void aLineThatIsKeptIsKeptToItsEnd() {
        gate.setPolicy(new LogPolicy(LogPolicy.Mode.DROP, 1024, 1));
        write("a".repeat(1000));
        write("b".repeat(1000));
        write("c\n");
        write("dropped\n");
        assertEquals("a".repeat(1000) + "b".repeat(1000) + "c\n", logged.toString());
    }

    @Test
    void blockingLosesNothingAndAsksForADelay() {
        gate.setPolicy(new LogPolicy(LogPolicy.Mode.BLOCK, 1024, 1));
        assertEquals(0, gate.delay());
        write("x".repeat(3000) + "\n");
        assertEquals(3001, logged.length());
        long delay = gate.delay();
        assertTrue(delay > 1500 && delay <= 2000, "delay " + delay);
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        sys.memory().put(sys.offset(buffer), bytes);
        gate.write(sys.offset(buffer), bytes.length);
    }

    private final class Recording implements LogSink {
        @Override
        public int write(Stream stream, int offset, int length) {
            logged.append(new String(sys.arena().getBytes(sys.arena().address() + offset, length),
                    StandardCharsets.US_ASCII));
            return 0;
        }

        @Override
        public boolean canTake() {
            return true;
        }

        @Override
        public void finish(Stream stream) {
        }

        @Override
        public void reopen() {
        }

        @Override
        public void sync() {
        }

        @Override
        public void close() {
            // nothing is open
        }

        @Override
        public long lost() {
            return 0;
        }
    }
}
