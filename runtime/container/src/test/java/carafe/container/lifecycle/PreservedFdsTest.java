package carafe.container.lifecycle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @Test
    void inheritedDescriptorsArePassedOn() {
        Descriptors process = new Descriptors().with(3, 0).with(4, 0).with(5, 0);
        assertArrayEquals(new int[0], PreservedFds.among(process, 0).numbers());
        assertArrayEquals(new int[] {3, 4}, PreservedFds.among(process, 2).numbers());
    }

    @Test
    void gapsAreLeftOut() {
        assertArrayEquals(new int[] {3, 7}, PreservedFds.among(new Descriptors().with(3, 0).with(7, 0), 5).numbers());
    }

    /** The lowest free numbers are those that our own files get. */
    @Test
    void whatDidNotComeByExecveIsNotTheCallers() {
        Descriptors process = new Descriptors().with(3, 0).with(4, FileCalls.FD_CLOEXEC);
        assertArrayEquals(new int[] {3}, PreservedFds.among(process, 2).numbers());
    }

    @Test
    void manyAreCounted() {
        Descriptors process = new Descriptors();
        for (int fd = 3; fd < 103; fd++) {
            process.with(fd, 0);
        }
        assertEquals(100, PreservedFds.among(process, 1000).numbers().length);
    }

    @Test
    void moreNumbersThanCanBeAskedForAreRefused() {
        assertThrows(Refused.class, () -> PreservedFds.among(new Descriptors(), Integer.MAX_VALUE));
    }
}
