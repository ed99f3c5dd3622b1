package carafe.monitor.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.Errno;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.monitor.io.ConsoleSocket;
import carafe.monitor.io.StdioPipes;
import carafe.monitor.stage.RuntimeStage;
import carafe.monitor.stage.Stage;
import carafe.monitor.system.Environment;
import carafe.monitor.system.Self;
import carafe.monitor.system.Signals;
import carafe.shim.ExitFiles;
import carafe.shim.SyncMessage;
import java.util.List;

/** One run of the OCI runtime, which starts a process with the stdio made here; {@link RuntimeStage} becomes it. */
final class RuntimeRun {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final Ground ground;
    private final Sys sys;
    private final StartPlan plan;
    private final Stdio stdio;
    private final Outcome outcome;
    /** Null for passthrough: the runtime gets our own stdio. */
    private final StdioPipes pipes;
    private final ConsoleSocket console;
    private int pid;

    /** What comes of it. */
    interface Outcome {
        /** The process's pid. */
        void started(int pid);

        void failed(StartFailure reason);
    }

    /** Makes the pipes or the console socket: from now on input is held for the process. */
    RuntimeRun(Ground ground, StartPlan plan, Stdio stdio, Outcome outcome) {
        this.ground = ground;
        this.sys = ground.sys();
        this.plan = plan;
        this.stdio = stdio;
        this.outcome = outcome;
        pipes = plan.passthrough() ? null
                : new StdioPipes(sys, plan.stdin() && !plan.terminal(), !plan.terminal());
        console = plan.passthrough() || !plan.terminal() ? null
                : new ConsoleSocket(sys, ground.loop(), ground.log(), plan.temporaryDirectory(), stdio::openTerminal);
        if (console != null) {
            stdio.expectTerminal();
        }
        stdio.openStdin(stdin());
    }

    /** Our end of the pipe, or -1. */
    int stdin() {
        return pipes == null ? -1 : pipes.monitorStdin();
    }

    /** Our end of the pipe, or -1. */
    int stdout() {
        return pipes == null ? -1 : pipes.monitorStdout();
    }

    /** Our end of the pipe, or -1. */
    int stderr() {
        return pipes == null ? -1 : pipes.monitorStderr();
    }

    void start() {
        // An old file would make a runtime that fails look like one that succeeds.
        sys.unlink(plan.pidFile());
        pid = spawn();
        if (pipes == null) {
            // the runtime has ours
            ground.disconnectStdio();
        } else {
            pipes.closeContainerEnds();
        }
        if (pid < 0) {
            outcome.failed(new StartFailure("cannot run " + plan.runtime().getFirst() + ": " + Errno.describe(-pid)));
            return;
        }
        ground.children().beginStart();
        ground.children().expect(pid, this::exited);
    }

    private int spawn() {
        List<String> words = plan.words(console == null ? null : console.path());
        ground.log().trace("runtime: " + String.join(" ", words));
        Spawn spawn = new Spawn(sys.arena());
        if (pipes != null) {
            spawn.descriptor(pipes.containerStdin() >= 0 ? pipes.containerStdin() : ground.nothing(), STDIN);
            spawn.descriptor(pipes.containerStdout() >= 0 ? pipes.containerStdout() : ground.nothing(), STDOUT);
            spawn.descriptor(pipes.containerStderr(), STDERR);
        }
        Environment staged = Stage.from(sys, Stage.Kind.RUNTIME, ground.oomScore().original())
                .mark(plan.environment());
        if (plan.takesListenPid()) {
            staged = staged.with(RuntimeStage.REPLACE_LISTEN_PID, "1");
        }
        return spawn.start(Self.PATH, ground.self().with(words), staged.entries());
    }

    private void exited(int status) {
        pid = 0;
        boolean succeeded = status == 0;
        // The status of a runtime that joins a container may be the command's, so there the pid file alone tells.
        if (!succeeded && !plan.joins()) {
            fail("the runtime failed with status " + ExitFiles.exitCode(status));
            return;
        }
        if (console != null) {
            console.ready(0);
            console.close();
            if (stdio.terminal().fd() < 0) {
                fail(SyncMessage.NO_TERMINAL);
                return;
            }
        }
        int started = readPidFile();
        if (started <= 0) {
            fail("the runtime wrote no pid to " + plan.pidFile());
        } else {
            outcome.started(started);
            ground.children().endStart();
        }
    }

    private void fail(String otherwise) {
        ground.children().endStart();
        outcome.failed(new StartFailure(ownWords(otherwise)));
    }

    /** The runtime's own words if it has said something, else {@code otherwise}. */
    private byte[] ownWords(String otherwise) {
        if (pipes == null) {
            return otherwise.getBytes(UTF_8);
        }
        int mark = sys.arena().mark();
        long buffer = sys.arena().allocate(SyncMessage.MAX_MESSAGE, 8);
        sys.setNonblocking(pipes.monitorStderr());
        int length = sys.read(pipes.monitorStderr(), buffer, SyncMessage.MAX_MESSAGE);
        byte[] words = length > 0 ? sys.arena().getBytes(buffer, length) : otherwise.getBytes(UTF_8);
        sys.arena().reset(mark);
        return words;
    }

    private int readPidFile() {
        String text = sys.readText(plan.pidFile());
        try {
            return text == null ? 0 : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Passes a signal to the runtime, if it runs: 0, or a negated error number. */
    int signal(int signal) {
        return pid > 0 ? sys.kill(pid, signal) : -Errno.ESRCH;
    }

    /** Ends a runtime that is not done yet, and what was made for it. */
    void abandon() {
        signal(Signals.SIGKILL);
        if (console != null) {
            console.close();
        }
    }
}
