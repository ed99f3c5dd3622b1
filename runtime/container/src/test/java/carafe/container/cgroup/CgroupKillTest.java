package carafe.container.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallingKernel;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.LocalKernel;
import carafe.kernel.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a cgroup of plain files, whose processes do what real ones do only now and then. */
class CgroupKillTest {
    @TempDir
    private Path cgroup;
    private final LocalKernel local = new LocalKernel();
    private final List<Long> killed = new ArrayList<>();

    @BeforeEach
    void freezerAndTwoProcesses() {
        write("freezer.state", "THAWED\n");
        write("cgroup.procs", "11\n12\n");
    }

    @AfterEach
    void close() {
        local.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoAppearsWhileTheOthersAreKilledIsKilledToo(boolean canFreeze) {
        Killing kernel = new Killing(pid -> {
            // an exec that was on its way in, or a fork
            if (pid < 20) {
                write("cgroup.procs", "12\n" + (pid + 10) + "\n");
            }
        });
        kill(kernel, canFreeze);
        assertEquals(List.of(11L, 12L, 12L, 22L), killed);
        assertEquals("THAWED\n", read("freezer.state"));
    }

    @Test
    void killedProcessesMayTakeTheirTimeToEnd() {
        kill(new Killing(pid -> { }), true);
        assertEquals(List.of(11L, 12L), killed);
    }

    @Test
    void allAreFrozenWhileTheyAreKilled() {
        kill(new Killing(pid -> assertEquals("FROZEN\n", read("freezer.state"))), true);
        assertEquals("THAWED\n", read("freezer.state"));
    }

    @Test
    void aFreezerThatFailsSavesNobody() throws IOException {
        Files.delete(cgroup.resolve("freezer.state"));
        kill(new Killing(pid -> { }), true);
        assertEquals(List.of(11L, 12L), killed);
    }

    @Test
    void nobodyIsLeftFrozenIfOneMayNotBeKilled() {
        Killing kernel = new Killing(pid -> {
            throw new ErrnoException("kill", Errno.EPERM);
        });
        assertThrows(ErrnoException.class, () -> kill(kernel, true));
        assertEquals("THAWED\n", read("freezer.state"));
    }

    private void kill(Killing kernel, boolean canFreeze) {
        CgroupState state = new CgroupState(CgroupDriver.CGROUPFS,
                Map.of("pids", cgroup.toString(), "freezer", cgroup.toString()), false);
        CgroupKill.freezeAndKill(kernel, CgroupManager.reopen(kernel, state), canFreeze);
    }

    private void write(String file, String content) {
        try {
            Files.writeString(cgroup.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(cgroup.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens in the cgroup when a process is killed. */
    private interface Reaction {
        void killed(long pid);
    }

    /** Kills nobody. */
    private final class Killing extends CallingKernel {
        private final Reaction reaction;

        private Killing(Reaction reaction) {
            this.reaction = reaction;
        }

        @Override
        public void submit(Call call) {
            if (call.syscall() != Syscall.KILL) {
                local.submit(call);
                return;
            }
            long pid = ((Number) call.argument(0)).longValue();
            killed.add(pid);
            reaction.killed(pid);
            call.result().complete(0);
        }

        @Override
        public Arena arena() {
            return local.arena();
        }

        @Override
        public void flush() {
            local.flush();
        }

        @Override
        public void close() {
            // the other kernel is closed by the test
        }
    }
}
