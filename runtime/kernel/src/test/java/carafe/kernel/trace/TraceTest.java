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
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final Trace trace = new Trace();

    @Test
    void tellsStepArgumentsAndResultOfEveryCall() {
        try (LocalKernel kernel = new LocalKernel()) {
            kernel.observe(trace);
            kernel.enter(StepKind.MOUNT, "/x", "/mounts/0");
            Fd proc = kernel.openat(Fd.CWD, "/proc", Open.O_PATH);
            kernel.allowing(Errno.ENOENT).openat(proc, "nowhere", Open.O_PATH);
            kernel.observe(null);
            kernel.close(proc);
            assertEquals(2, trace.calls().size(), trace.calls().toString());
            TracedCall first = trace.calls().getFirst();
            assertEquals(new Step(StepKind.MOUNT, "/x", "/mounts/0"), first.step());
            assertEquals("openat(dirfd=AT_FDCWD, path=\"/proc\", flags=O_CLOEXEC|O_PATH, mode=00) = " + proc.number(),
                    first.toString());
            assertTrue(trace.calls().getLast().toString().endsWith("= ENOENT"), trace.calls().toString());
            assertTrue(first.end() > first.begin());
        }
    }

    @Test
    void followsAServantsBatchesUpToTheCallThatFails() {
        try (LocalKernel local = new LocalKernel()) {
            local.observe(trace);
            Servant servant = Servant.spawn(local);
            servant.enter(StepKind.OPEN_ROOT);
            Fd proc = servant.openat(Fd.CWD, "/proc", Open.O_PATH);
            servant.openat(proc, "nowhere", Open.O_PATH);
            servant.openat(proc, "self", Open.O_PATH);
            assertThrows(ErrnoException.class, servant::flush);
            TracedStep last = trace.steps().getLast();
            assertEquals(servant.pid(), last.process());
            assertEquals("open root file system", last.name());
            assertEquals(List.of("openat(dirfd=AT_FDCWD, path=\"/proc\", flags=O_CLOEXEC|O_PATH, mode=00) = " + proc.number(),
                    "openat(dirfd=" + proc.number() + ", path=\"nowhere\", flags=O_CLOEXEC|O_PATH, mode=00) = ENOENT"),
                    last.calls().stream().map(TracedCall::toString).toList(), "the descriptor is known by now");
            servant.kill();
            servant.close();
        }
    }
}
