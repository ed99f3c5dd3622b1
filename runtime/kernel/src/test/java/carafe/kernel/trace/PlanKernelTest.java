package carafe.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.OpenHow;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanKernelTest {
    @TempDir
    Path directory;

    @Test
    void changesNothingButListsWhatWouldHappen() {
        try (PlanKernel plan = new PlanKernel(new LocalKernel())) {
            Fd root = plan.openat(Fd.CWD, directory.toString(), Open.O_PATH);
            plan.mkdirat(root, "new", 0755);
            plan.mount("tmpfs", directory.toString(), "tmpfs", 0, null);
            assertFalse(Files.exists(directory.resolve("new")));
            assertEquals(2, plan.calls().size());
            assertTrue(plan.calls().getFirst().toString().startsWith("mkdirat("), plan.calls().toString());
        }
    }

    @Test
    void questionsAreAnsweredByTheHost() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("somewhere"));
        try (PlanKernel plan = new PlanKernel(new LocalKernel())) {
            Fd root = plan.openat(Fd.CWD, directory.toString(), Open.O_PATH);
            assertEquals("somewhere", plan.readlinkat(root, "link"));
            assertEquals(Errno.ENOENT, plan.allowing(Errno.ENOENT).openat(root, "missing", Open.O_PATH).errno());
            assertEquals(0, plan.calls().size());
        }
    }

    @Test
    void whatThePlanMadeIsThereForThePlan() {
        try (PlanKernel plan = new PlanKernel(new LocalKernel())) {
            Fd root = plan.openat(Fd.CWD, directory.toString(), Open.O_PATH);
            plan.mkdirat(root, "new", 0755);
            Fd made = plan.openat2(root, "new", OpenHow.inRoot(Open.O_PATH));
            assertFalse(made.failed());
            assertFalse(plan.openat2(made, "anything", OpenHow.inRoot(Open.O_PATH)).failed());
        }
    }
}
