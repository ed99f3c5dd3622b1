package carafe.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LocalKernelTest {
    @Test
    void readsAFileOfThisProcess() {
        try (LocalKernel kernel = new LocalKernel()) {
            assertTrue(kernel.readText(Fd.CWD, "/proc/self/status").contains("Pid:\t" + ProcessHandle.current().pid()));
        }
    }

    @Test
    void failureNamesTheCallItsDecodedArgumentsAndTheErrno() {
        try (LocalKernel kernel = new LocalKernel()) {
            ErrnoException e = assertThrows(ErrnoException.class,
                    () -> kernel.openat2(Fd.CWD, "/nowhere/at/all", OpenHow.inRoot(Open.O_PATH)));
            assertEquals(Errno.ENOENT, e.errno());
            assertEquals("openat2(dirfd=AT_FDCWD, path=\"/nowhere/at/all\", how={flags=O_CLOEXEC|O_PATH, mode=00, "
                    + "resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, size=24): no such file or directory (ENOENT)",
                    e.getMessage());
        }
    }

    @Test
    void allowedErrnoIsAResult() {
        try (LocalKernel kernel = new LocalKernel()) {
            Fd missing = kernel.allowing(Errno.ENOENT).openat(Fd.CWD, "/nowhere/at/all", Open.O_RDONLY);
            assertTrue(missing.failed());
            assertEquals(Errno.ENOENT, missing.errno());
            assertThrows(ErrnoException.class, () -> kernel.openat(Fd.CWD, "/nowhere/at/all", Open.O_RDONLY),
                    "the allowance is for one call only");
        }
    }

    @Test
    void anAllowanceIsNotForTheCallsThatMakeItsArguments() {
        try (LocalKernel kernel = new LocalKernel()) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> kernel.allowing(Errno.ENOENT)
                    .unlinkat(kernel.openat(Fd.CWD, "/nowhere/at/all", Open.O_PATH), "x", 0));
            assertTrue(e.call().startsWith("openat("), e::call);
            assertTrue(kernel.allowing(Errno.ENOENT)
                    .unlinkat(kernel.openat(Fd.CWD, "/proc/self", Open.O_PATH), "no-such-file", 0).failed());
        }
    }

    @Test
    void aCallBegunWithoutAnAllowanceGetsThatOfWhoRunsIt() {
        try (LocalKernel kernel = new LocalKernel()) {
            Fd closed = Fd.of(1_000_000);
            assertEquals(Errno.EBADF,
                    kernel.allowing(Errno.EBADF).run(kernel.call(Syscall.FSYNC).with(closed)).errno());
            assertEquals(Errno.EBADF,
                    kernel.run(kernel.allowing(Errno.EBADF).call(Syscall.FSYNC).with(closed)).errno());
        }
    }

    @Test
    void statDecodesADeviceNode() {
        try (LocalKernel kernel = new LocalKernel()) {
            Stat stat = kernel.stat(Fd.CWD, "/dev/null", 0);
            assertTrue(stat.isCharacterDevice(1, 3), stat.toString());
            assertTrue(kernel.stat(Fd.CWD, "/proc", 0).isDirectory());
        }
    }

    @Test
    void arenaGivesBackWhatACallTook() {
        try (LocalKernel kernel = new LocalKernel()) {
            int before = kernel.arena().mark();
            for (int i = 0; i < 10_000; i++) {
                kernel.allowing(Errno.ENOENT).openat(Fd.CWD, "/nowhere/at/all/" + i, Open.O_RDONLY);
            }
            assertEquals(before, kernel.arena().mark());
        }
    }
}
