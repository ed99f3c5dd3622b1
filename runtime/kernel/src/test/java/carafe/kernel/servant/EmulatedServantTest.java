package carafe.kernel.servant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.kernel.Abi;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Syscall;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The aarch64 servant's loop, run by QEMU's user emulation on whatever this machine is. */
class EmulatedServantTest {
    private static final String EMULATOR = "/usr/bin/qemu-aarch64-static";

    private LocalKernel local;
    private Servant servant;

    @BeforeEach
    void spawn() {
        assumeTrue(Files.isExecutable(Path.of(EMULATOR)), "needs " + EMULATOR + " (package qemu-user-static)");
        local = new LocalKernel();
        servant = Servant.spawn(local, new ServantImage(Abi.AARCH64, EMULATOR), 60);
    }

    @AfterEach
    void kill() {
        if (servant != null) {
            servant.kill();
            local.close();
        }
    }

    @Test
    void runsCallsByTheNumbersOfItsArchitecture() {
        assertEquals(servant.pid(), servant.run(servant.call(Syscall.GETPID)).get());
    }

    @Test
    void passesResultsOnWithinABatch() {
        Fd proc = servant.openat(Fd.CWD, "/proc", Open.O_RDONLY);
        Fd status = servant.openat(proc, "self/stat", Open.O_RDONLY);
        long buffer = servant.arena().allocate(64, 8);
        Ref read = servant.read(status, buffer, 64);
        assertTrue(read.get() > 0);
        assertTrue(servant.arena().getString(buffer).startsWith(servant.pid() + " ("));
    }

    @Test
    void stopsAtTheFirstErrorThatIsNotAllowed() {
        servant.allowing(Errno.ENOENT).openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        servant.allowing(Errno.EACCES, Errno.ENOENT).openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        servant.allowingAll().openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        servant.flush();
        servant.openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        Ref never = servant.run(servant.call(Syscall.GETPID));
        assertEquals(Errno.ENOENT, assertThrows(ErrnoException.class, servant::flush).errno());
        assertEquals(false, never.isDone());
        assertEquals(servant.pid(), servant.run(servant.call(Syscall.GETPID)).get(), "the servant goes on");
    }

    @Test
    void runsTheErrorHandlerOfItsLastBatch() {
        Fd[] pipe = new Fd[2];
        servant.pipe(pipe, 0);
        Fd reader = servant.take(pipe[0]);
        servant.openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        servant.detach(() -> {
            servant.write(pipe[1], "failed");
            servant.run(servant.call(Syscall.EXIT_GROUP).with(3));
        });
        long buffer = local.arena().allocate(16, 8);
        assertEquals(6, local.read(reader, buffer, 16).get());
        assertEquals("failed", new String(local.arena().getBytes(buffer, 6)));
    }
}
