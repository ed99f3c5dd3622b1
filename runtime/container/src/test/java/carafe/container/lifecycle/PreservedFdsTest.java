package carafe.container.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallingKernel;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Syscall;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreservedFdsTest {
    /** A process with these descriptors: their flags by number. */
    private static final class Descriptors extends CallingKernel {
        private final Map<Long, Long> flags = new HashMap<>();

        Descriptors with(long number, long flagsOfIt) {
            flags.put(number, flagsOfIt);
            return this;
        }

        @Override
        public void submit(Call call) {
            assertEquals(Syscall.FCNTL, call.syscall());
            call.result().complete(flags.getOrDefault(((Fd) call.argument(0)).get(), (long) -Errno.EBADF));
        }

        @Override
        public Arena arena() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flush() {
            // nothing is queued
        }

        @Override
        public void close() {
            // nothing to give back
        }
    }

    private static void isRefused(Descriptors process, int count, int blamed) {
        Refused refused = assertThrows(Refused.class, () -> PreservedFds.requireOpen(process, count));
        assertTrue(refused.getMessage().startsWith("unable to stat preserved-fd " + blamed + ": bad file descriptor"),
                refused::getMessage);
    }

    @Test
    void inheritedDescriptorsAreThere() {
        Descriptors process = new Descriptors().with(3, 0).with(4, 0);
        PreservedFds.requireOpen(process, 0);
        PreservedFds.requireOpen(process, 2);
    }

    @Test
    void aGapIsNamed() {
        isRefused(new Descriptors().with(3, 0).with(5, 0), 3, 4);
    }

    /** The lowest free numbers are those that our own files get. */
    @Test
    void whatDidNotComeByExecveIsNotTheCallers() {
        isRefused(new Descriptors().with(3, 0).with(4, FileCalls.FD_CLOEXEC), 2, 4);
    }
}
