package carafe.monitor.conmon;

import carafe.kernel.Errno;
import carafe.kernel.FileCalls;
import carafe.kernel.Libc;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.option.ExitPlan;
import carafe.monitor.process.Ground;
import carafe.monitor.system.Environment;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.InheritedDescriptors;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.OwnLog;
import carafe.shim.ExitFiles;
import java.util.ArrayList;
import java.util.List;

/** Runs the engine's clean-up ({@code --exit-command}) as the monitor's last act, also after a failed start. */
final class ExitCommand {
    private ExitCommand() {
    }

    /** Waits for the command: its exit code, 0 without a command. */
    static int run(Sys sys, OwnLog log, ExitPlan plan, Environment environment, OomScore oomScore) {
        String path = plan.command();
        if (path == null) {
            return 0;
        }
        // The command may wait a long time, and then unmount what the log is on: the engine's pipes and everything
        // else is done with now. What a JVM needs is kept from the command at least.
        InheritedDescriptors.closeAllBut(sys, log.descriptor());
        Libc.call(Syscall.CLOSE_RANGE, 3, 0xffffffffL, FileCalls.CLOSE_RANGE_CLOEXEC);
        // The command may leave processes of its own behind; they are init's to collect.
        sys.prctl(ProcessCalls.PR_SET_CHILD_SUBREAPER, 0);
        sys.sleep(plan.delayMillis());
        oomScore.restore();
        List<String> words = new ArrayList<>();
        words.add(path);
        words.addAll(plan.arguments());
        int pid = new Spawn(sys.arena()).start(path, words, environment.entries());
        if (pid < 0) {
            log.error("cannot run the exit command " + path + ": " + Errno.describe(-pid));
            return 1;
        }
        return collect(sys, pid);
    }

    /** The same in a child, by a monitor that goes on. */
    static final class Background {
        private final Ground ground;
        private final ExitPlan plan;
        private final Environment environment;
        private final Runnable onDone;
        private final EventLoop.Timer delay;
        private boolean done;
        private int status;

        /** @param onDone told when the command has ended, at once if there is none */
        Background(Ground ground, ExitPlan plan, Environment environment, Runnable onDone) {
            this.ground = ground;
            this.plan = plan;
            this.environment = environment;
            this.onDone = onDone;
            delay = ground.loop().timer(this::spawn);
        }

        void start() {
            if (plan.command() == null) {
                finish(0);
            } else {
                delay.in(plan.delayMillis());
            }
        }

        private void spawn() {
            List<String> words = new ArrayList<>(List.of(plan.command()));
            words.addAll(plan.arguments());
            ground.oomScore().restore();
            int pid = new Spawn(ground.sys().arena()).start(plan.command(), words, environment.entries());
            ground.oomScore().protect();
            if (pid < 0) {
                ground.log().error("cannot run the exit command " + plan.command() + ": " + Errno.describe(-pid));
                finish(1);
            } else {
                ground.children().expect(pid, wait -> finish(ExitFiles.exitCode(wait)));
            }
        }

        private void finish(int code) {
            delay.remove();
            done = true;
            status = code;
            onDone.run();
        }

        boolean isDone() {
            return done;
        }

        /** The command's exit code, 0 without a command. */
        int status() {
            return status;
        }
    }

    /** Waits for every child, as the runtime may have left some. */
    private static int collect(Sys sys, int command) {
        int code = 0;
        for (int pid = sys.waitFor(-1, 0); pid > 0; pid = sys.waitFor(-1, 0)) {
            if (pid == command) {
                code = ExitFiles.exitCode(sys.waitStatus());
            }
        }
        return code;
    }
}
