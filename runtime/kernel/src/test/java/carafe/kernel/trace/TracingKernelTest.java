package carafe.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import org.junit.jupiter.api.Test;

class TracingKernelTest {
    @Test
    void tellsStepArgumentsAndResultOfEveryCall() {
        try (TracingKernel kernel = new TracingKernel(new LocalKernel())) {
            kernel.enter(StepKind.MOUNT, "/x", "/mounts/0");
            Fd proc = kernel.openat(Fd.CWD, "/proc", Open.O_PATH);
            kernel.allowing(Errno.ENOENT).openat(proc, "nowhere", Open.O_PATH);
            TracedCall first = kernel.calls().getFirst();
            assertEquals(new Step(StepKind.MOUNT, "/x", "/mounts/0"), first.step());
            assertEquals("openat(dirfd=AT_FDCWD, path=\"/proc\", flags=O_CLOEXEC|O_PATH, mode=00) = " + proc.number(),
                    first.toString());
            assertTrue(kernel.calls().getLast().toString().endsWith("= ENOENT"), kernel.calls().toString());
            assertTrue(first.nanoseconds() > 0);
        }
    }

    @Test
    void followsAServantsBatchesUpToTheCallThatFails() {
        try (LocalKernel local = new LocalKernel(); Servant servant = Servant.spawn(local)) {
            TracingKernel kernel = new TracingKernel(servant);
            Fd proc = kernel.openat(Fd.CWD, "/proc", Open.O_PATH);
            kernel.openat(proc, "nowhere", Open.O_PATH);
            kernel.openat(proc, "self", Open.O_PATH);
            assertThrows(ErrnoException.class, kernel::flush);
            String last = kernel.calls().getLast().toString();
            assertEquals("openat(dirfd=" + proc.number() + ", path=\"nowhere\", flags=O_CLOEXEC|O_PATH, mode=00) = ENOENT",
                    last, "the descriptor is known by now");
            servant.kill();
        }
    }
}
