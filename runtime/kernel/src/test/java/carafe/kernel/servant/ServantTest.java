package carafe.kernel.servant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.IdentityCalls;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServantTest {
    private LocalKernel local;
    private Servant servant;

    @BeforeEach
    void spawn() {
        local = new LocalKernel();
        servant = Servant.spawn(local);
    }

    @AfterEach
    void kill() {
        servant.kill();
        local.close();
    }

    @Test
    void callsRunInTheOtherProcess() {
        Ref pid = servant.run(servant.call(Syscall.GETPID));
        Ref parent = servant.run(servant.call(Syscall.GETPPID));
        assertEquals(servant.pid(), pid.get());
        assertEquals(ProcessHandle.current().pid(), parent.get());
    }

    @Test
    void callThatFailsAsForeseenGetsItsResultInAnotherWay() {
        Fd missing = servant.fd(servant.open(Syscall.OPENAT).with(Fd.CWD).with("/nowhere").with(Open.O_RDONLY).with(0)
                .otherwise(Errno.ENOENT, () -> servant.openat(Fd.CWD, "/proc/self/status", Open.O_RDONLY).get()));
        Fd copy = servant.dupAbove(missing, 50);
        Fd second = servant.fd(servant.open(Syscall.OPENAT).with(copy).with("below").with(Open.O_PATH).with(0)
                .otherwise(Errno.ENOTDIR, () -> servant.dupAbove(copy, 60).get()));
        Ref closed = servant.run(servant.call(Syscall.CLOSE).with(second));
        assertEquals(0, closed.get());
        assertTrue(copy.number() >= 50);
        assertTrue(second.number() >= 60);
        assertTrue(new String(servant.readAll(copy)).startsWith("Name:"), "what came of the other way was used");
    }

    @Test
    void otherWayIsForItsErrorNumberAloneAndItsFailureIsTheCalls() {
        servant.fd(servant.open(Syscall.OPENAT).with(Fd.CWD).with("/nowhere").with(Open.O_RDONLY).with(0)
                .otherwise(Errno.EACCES, () -> 0));
        assertEquals(Errno.ENOENT, assertThrows(ErrnoException.class, servant::flush).errno());
        servant.fd(servant.open(Syscall.OPENAT).with(Fd.CWD).with("/nowhere").with(Open.O_RDONLY).with(0)
                .otherwise(Errno.ENOENT, () -> servant.openat(Fd.CWD, "/proc/1/status/x", Open.O_RDONLY).get()));
        Ref never = servant.run(servant.call(Syscall.GETPID));
        assertEquals(Errno.ENOTDIR, assertThrows(ErrnoException.class, servant::flush).errno());
        assertFalse(never.isDone());
    }

    @Test
    void otherWayIsGoneBeforeABatchThatEndsInAProgram() throws Exception {
        Path file = Files.createTempFile("carafe-servant-", "");
        try {
            Fd out = servant.fd(servant.open(Syscall.OPENAT).with(Fd.CWD).with("/nowhere").with(Open.O_WRONLY).with(0)
                    .otherwise(Errno.ENOENT, () -> servant.openat(Fd.CWD, file.toString(), Open.O_WRONLY).get()));
            servant.dup3(out, 1, 0);
            servant.execve("/bin/sh", List.of("sh", "-c", "echo said"), List.of());
            servant.execute();
            local.run(local.call(Syscall.WAIT4).with(servant.pid()).with(0).with(0).with(0));
            assertEquals("said\n", Files.readString(file));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void thisProcessWorksWhileTheServantDoes() {
        Fd[] pipe = new Fd[2];
        local.pipe(pipe, Open.O_CLOEXEC);
        Fd theirs = servant.give(pipe[0]);
        long buffer = servant.arena().allocate(8, 8);
        // the servant waits in this call until it is answered by what happens meanwhile
        Ref read = servant.read(theirs, buffer, 8);
        servant.meanwhile(() -> local.write(pipe[1], "now"));
        servant.flush();
        assertEquals(3, read.get());
        assertEquals("now", servant.arena().getString(buffer));
        local.close(pipe[0]);
        local.close(pipe[1]);
    }

    @Test
    void workForMeanwhileIsDoneWhenThereIsNothingToWaitFor() {
        List<String> done = new ArrayList<>();
        servant.flush();
        servant.meanwhile(() -> done.add("first"));
        servant.meanwhile(() -> done.add("second"));
        assertEquals(List.of("first"), done, "one at a time");
        servant.flush();
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void resultOfAQueuedCallIsAnArgumentOfTheNext() {
        Fd proc = servant.openat(Fd.CWD, "/proc", Open.O_PATH);
        Fd status = servant.openat(proc, "self/stat", Open.O_RDONLY);
        long buffer = servant.arena().allocate(64, 8);
        Ref read = servant.read(status, buffer, 64);
        assertFalse(proc.isDone(), "nothing has run yet");
        assertTrue(read.get() > 0);
        assertTrue(proc.isDone());
        assertTrue(servant.arena().getString(buffer).startsWith(servant.pid() + " ("));
    }

    @Test
    void firstUnexpectedErrorEndsTheBatchAndNamesCallAndStep() {
        servant.enter(StepKind.MOUNT_SOURCE, "/x", "/mounts/3/source");
        servant.openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        Ref never = servant.run(servant.call(Syscall.GETPID));
        ErrnoException e = assertThrows(ErrnoException.class, servant::flush);
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("/mounts/3/source", e.step().pointer());
        assertTrue(e.call().startsWith("openat(dirfd=AT_FDCWD, path=\"/nowhere\""), e.call());
        assertFalse(never.isDone());
        assertEquals(servant.pid(), servant.run(servant.call(Syscall.GETPID)).get(), "the servant goes on");
    }

    @Test
    void allowedErrorsDoNotEndTheBatch() {
        Fd first = servant.allowing(Errno.EACCES, Errno.ENOENT).openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        Fd second = servant.allowingAll().openat(Fd.CWD, "/nowhere", Open.O_RDONLY);
        assertEquals(servant.pid(), servant.run(servant.call(Syscall.GETPID)).get());
        assertEquals(Errno.ENOENT, first.errno());
        assertEquals(Errno.ENOENT, second.errno());
    }

    @Test
    void moreCallsThanFitIntoOneBatchRunAllTheSame() {
        Fd last = null;
        for (int i = 0; i < 3 * Batch.MAX_CALLS; i++) {
            last = servant.dup3(Fd.of(0), 100, 0);
        }
        assertEquals(100, last.number());
    }

    @Test
    void startsUndumpableWithEverySignalBlockedAtItsDefaultAndNoDescriptorToInherit() {
        servant.flush();
        String status = local.readText(Fd.CWD, "/proc/" + servant.pid() + "/status");
        assertTrue(status.contains("SigBlk:\tfffffffe7ffbfeff") || status.contains("SigBlk:\tfffffffffffbfeff"), status);
        assertTrue(status.contains("SigIgn:\t0000000000000000"), status);
        assertTrue(status.contains("SigCgt:\t0000000000000000"), status);
        String executable = local.readlinkat(Fd.CWD, "/proc/" + servant.pid() + "/exe");
        assertTrue(executable.startsWith("/memfd:"), executable);
        assertEquals(0, servant.run(servant.call(Syscall.PRCTL).with(3).with(0)).get(), "PR_GET_DUMPABLE");
        for (Path fd : descriptors(servant.pid())) {
            if (Integer.parseInt(fd.getFileName().toString()) > 2) {
                String info = local.readText(Fd.CWD, "/proc/" + servant.pid() + "/fdinfo/" + fd.getFileName());
                assertTrue(info.contains("flags:\t02") || info.contains("flags:\t012"), fd + " stays open over an exec");
            }
        }
    }

    private static List<Path> descriptors(int pid) {
        try (var list = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return list.toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void becomesTheFirstProcessOfNewNamespaces() {
        assumeTrue(local.run(local.call(Syscall.GETEUID)).get() == 0, "needs root");
        int before = servant.pid();
        servant.become(ProcessCalls.CLONE_NEWPID | ProcessCalls.CLONE_NEWUTS | ProcessCalls.CLONE_NEWNS, Fd.NONE);
        assertNotEquals(before, servant.pid());
        servant.setHostname("pitcher", 7);
        assertEquals(1, servant.run(servant.call(Syscall.GETPID)).get());
        assertFalse(Files.exists(Path.of("/proc/" + before)), "the old process is gone and reaped");
        String parent = local.readText(Fd.CWD, "/proc/" + servant.pid() + "/status");
        assertTrue(parent.contains("PPid:\t" + ProcessHandle.current().pid()), "it is our child");
        assertNotEquals("pitcher", local.readText(Fd.CWD, "/proc/sys/kernel/hostname").strip());
    }

    @Test
    void executeReturnsWhenTheNewProgramRuns() {
        Fd[] pipe = new Fd[2];
        servant.pipe(pipe, 0);
        servant.dup3(pipe[1], 1, 0);
        Fd copy = local.pidfdGetfd(servant.pidfd(), pipe[0].number());
        servant.flush();
        servant.execve("/bin/echo", List.of("echo", "from", "inside"), List.of());
        servant.execute();
        long buffer = local.arena().allocate(64, 8);
        int n = (int) local.read(copy, buffer, 64).get();
        assertEquals("from inside\n", new String(local.arena().getBytes(buffer, n)));
    }

    @Test
    void takesADescriptorOfTheServant() {
        Fd theirs = servant.openat(Fd.CWD, "/proc/self/stat", Open.O_RDONLY);
        Fd mine = servant.take(theirs);
        long buffer = local.arena().allocate(64, 8);
        local.read(mine, buffer, 63);
        assertTrue(local.arena().getString(buffer).startsWith(servant.pid() + " ("));
        local.close(mine);
        assertThrows(ErrnoException.class, () -> servant.take(Fd.of(999)));
        assertEquals(servant.pid(), servant.run(servant.call(Syscall.GETPID)).get(), "still in step");
    }

    @Test
    void executeReportsWhyTheProgramDoesNotRun() {
        servant.execve("/no/such/program", List.of("x"), List.of());
        ErrnoException e = assertThrows(ErrnoException.class, servant::execute);
        assertEquals(Errno.ENOENT, e.errno());
        assertTrue(e.call().startsWith("execve(path=\"/no/such/program\""), e.call());
    }

    @Test
    void endsEvenUnderAFilterThatRefusesToLetItAnswerOrExit() {
        // BPF_RET | BPF_K (linux/bpf_common.h) of SECCOMP_RET_ERRNO | EPERM (linux/seccomp.h), whatever is called
        byte[] program = {0x06, 0, 0, 0, Errno.EPERM, 0, 0x05, 0};
        servant.prctl(ProcessCalls.PR_SET_NO_NEW_PRIVS, 1);
        long filter = servant.arena().longs(1, servant.arena().bytes(program));
        servant.run(servant.call(Syscall.SECCOMP).with(IdentityCalls.SECCOMP_SET_MODE_FILTER).with(0).with(filter));
        assertThrows(ServantException.class, servant::flush);
    }

    @Test
    void deathOfTheServantNamesTheCall() {
        servant.flush();
        servant.enter(StepKind.PIVOT_ROOT);
        servant.kill(servant.pid(), ProcessCalls.SIGKILL);
        ServantException e = assertThrows(ServantException.class, servant::flush);
        assertEquals("pivot_root", e.step().name());
    }

    @Test
    void stuckServantIsNoticedAndItsStepNamed() {
        Servant stuck = Servant.spawn(local, ServantImage.NATIVE, 1);
        stuck.flush();
        stuck.enter(StepKind.MOUNT_SOURCE, "/dead", "/mounts/7/source");
        stuck.kill(stuck.pid(), 19);
        stuck.openat(Fd.CWD, "/proc", Open.O_PATH);
        ServantException e = assertThrows(ServantException.class, stuck::flush);
        assertEquals("/mounts/7/source", e.step().pointer());
        assertTrue(e.getMessage().startsWith("no answer for 1 s from "), e.getMessage());
        stuck.kill();
        assertFalse(Files.exists(Path.of("/proc/" + stuck.pid())), "a stopped servant can be killed");
    }

    @Test
    void diesWithTheProcessThatStartedIt() throws Exception {
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                StartAndSleep.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int orphan;
        try (var said = parent.inputReader()) {
            orphan = Integer.parseInt(said.readLine());
            assertTrue(Files.exists(Path.of("/proc/" + orphan)));
            parent.destroyForcibly().waitFor();
        }
        for (int i = 0; i < 500 && isAlive(orphan); i++) {
            Thread.sleep(10);
        }
        assertFalse(isAlive(orphan), "the servant has outlived its parent");
    }

    private static boolean isAlive(int pid) throws Exception {
        Path stat = Path.of("/proc/" + pid + "/stat");
        // a container's test machine may have nobody who collects orphans
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }

    /** A process to be killed while its servant, already pid 1 of a namespace, is in the middle of something. */
    static final class StartAndSleep {
        public static void main(String[] args) {
            LocalKernel local = new LocalKernel();
            Servant servant = Servant.spawn(local);
            if (local.run(local.call(Syscall.GETEUID)).get() == 0) {
                servant.become(ProcessCalls.CLONE_NEWPID | ProcessCalls.CLONE_NEWNS, Fd.NONE);
            }
            servant.flush();
            System.out.println(servant.pid());
            servant.run(servant.call(Syscall.NANOSLEEP).with(servant.arena().longs(60, 0)).with(0));
            servant.flush();
        }
    }

    @Test
    void idleServantEndsWhenItIsLetGo() {
        servant.flush();
        int pid = servant.pid();
        servant.close();
        assertEquals(pid, local.run(local.call(Syscall.WAIT4).with(pid).with(0).with(0).with(0)).get());
        servant = Servant.spawn(local);
    }
}
