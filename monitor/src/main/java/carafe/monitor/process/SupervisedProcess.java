package carafe.monitor.process;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.shim.ExitFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the table: a container's first process or an exec session, from the start of its runtime until its output
 * is delivered.
 *
 * <pre>
 *   MADE ── start ──▶ STARTING ── runtime done, pid read ──▶ RUNNING ── process gone ──▶ ENDING ── output drained ──▶ ENDED
 *     │                   └─ runtime failed ─▶ FAILED           └──────────── its time is over, killed ─────────────────▲
 *     └── adopt ────────────────────────────────────────────────▲
 * </pre>
 */
public final class SupervisedProcess {
    /** In the first a client that waits to be accepted is, in the second what it asks for is read. */
    private static final int ROUNDS_AFTER_EXIT = 2;

    private final Ground ground;
    private final Sys sys;
    private final ProcessTable table;
    private final ProcessId id;
    private final StartPlan plan;
    private final Stdio stdio;
    private final List<ProcessWatcher> watchers = new ArrayList<>();
    private final EventLoop.Timer rounds;
    private final EventLoop.Timer timeout;
    private State state = State.MADE;
    private RuntimeRun runtime;
    private ExitWatch watch;
    private int roundsLeft;
    private int pid;
    private Descriptors descriptors = new Descriptors(-1, -1, -1, -1);
    private int exitCode = ExitFiles.UNKNOWN;
    private boolean timedOut;

    /** Where a process is in its life. */
    public enum State {
        MADE, STARTING, RUNNING,
        /** The process is gone, and its last output is on its way. */
        ENDING,
        ENDED,
        /** It was never there. */
        FAILED
    }

    SupervisedProcess(Ground ground, ProcessTable table, ProcessId id, StartPlan plan, Stdio stdio) {
        this.ground = ground;
        this.sys = ground.sys();
        this.table = table;
        this.id = id;
        this.plan = plan;
        this.stdio = stdio;
        rounds = ground.loop().timer(this::roundAfterExit);
        timeout = ground.loop().timer(this::timeOut);
    }

    /** Tells {@code watcher} what becomes of the process, after those who came before. */
    public void tell(ProcessWatcher watcher) {
        watchers.add(watcher);
    }

    /** Makes what the process's stdio needs, so that input is held for it until it is there. */
    public void prepare() {
        runtime = new RuntimeRun(ground, plan, stdio, new RuntimeRun.Outcome() {
            @Override
            public void started(int started) {
                run(started, -1, new Descriptors(runtime.stdin(), runtime.stdout(), runtime.stderr(),
                        stdio.terminal().fd()));
            }

            @Override
            public void failed(StartFailure reason) {
                fail(reason);
            }
        });
    }

    /** Runs the runtime; {@link #prepare} comes first. */
    public void start() {
        state = State.STARTING;
        runtime.start();
    }

    /**
     * Takes over a process that runs already.
     *
     * @param left the monitor's ends of its stdio, those that are there
     * @param pidfd if there is one already, else -1
     */
    public void adopt(int runningPid, int pidfd, Descriptors left) {
        stdio.openTerminal(left.terminal());
        stdio.openStdin(left.stdin());
        run(runningPid, pidfd, left);
    }

    private void run(int started, int pidfd, Descriptors ends) {
        pid = started;
        descriptors = ends;
        state = State.RUNNING;
        for (ProcessWatcher watcher : List.copyOf(watchers)) {
            watcher.started(this);
        }
        stdio.read(ends.stdout(), ends.stderr());
        if (plan.timeoutMillis() > 0) {
            timeout.in(plan.timeoutMillis());
        }
        watch = ExitWatch.begin(sys, ground.loop(), ground.children(), pid, pidfd, this::exited);
        table.trimSoon();
    }

    /** There will be no process: whoever watches is told why. */
    public void fail(StartFailure reason) {
        if (state == State.MADE || state == State.STARTING) {
            state = State.FAILED;
            if (runtime != null) {
                runtime.abandon();
            }
            for (ProcessWatcher watcher : List.copyOf(watchers)) {
                watcher.failed(this, reason);
            }
        }
    }

    private void exited(int code) {
        if (state != State.RUNNING) {
            return;
        }
        state = State.ENDING;
        exitCode = code;
        timeout.cancel();
        for (ProcessWatcher watcher : List.copyOf(watchers)) {
            watcher.exited(this);
        }
        // The news of the exit may be read before that of a client that came earlier; the last output is for it too.
        roundsLeft = ROUNDS_AFTER_EXIT;
        rounds.in(0);
    }

    private void roundAfterExit() {
        if (roundsLeft-- > 0) {
            rounds.in(0);
        } else {
            stdio.drain(this::end);
        }
    }

    private void timeOut() {
        ground.log().info("the process has reached its time limit and is killed");
        timedOut = true;
        watch.killGroup();
        end();
    }

    private void end() {
        state = State.ENDED;
        for (ProcessWatcher watcher : List.copyOf(watchers)) {
            watcher.ended(this);
        }
    }

    /** Sends a signal to the process, or to the runtime that is to start it: 0, or a negated error number. */
    public int signal(int signal) {
        return switch (state) {
            case RUNNING -> watch == null ? sys.kill(pid, signal) : watch.signal(signal);
            case STARTING -> runtime.signal(signal);
            default -> -Errno.ESRCH;
        };
    }

    public ProcessId id() {
        return id;
    }

    public State state() {
        return state;
    }

    /** The pid, once there is one. */
    public int pid() {
        return pid;
    }

    public Stdio stdio() {
        return stdio;
    }

    /** How the process has ended, or {@link ExitFiles#UNKNOWN}. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether it was killed because its time was over. */
    public boolean timedOut() {
        return timedOut;
    }

    /** The monitor's ends of the process's stdio when it was started, for whoever has to keep them. */
    public Descriptors descriptors() {
        return descriptors;
    }

    /** Takes the row out of the table; descriptors and buffers are given up. */
    public void remove() {
        rounds.remove();
        timeout.remove();
        stdio.close();
        table.remove(this);
    }

    /** The monitor's ends of a process's stdio; -1 for what is not there. */
    public record Descriptors(int stdin, int stdout, int stderr, int terminal) {
    }
}
