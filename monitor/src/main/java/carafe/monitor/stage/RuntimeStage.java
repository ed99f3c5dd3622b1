package carafe.monitor.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.Errno;
import carafe.kernel.Libc;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.system.Environment;
import carafe.monitor.system.InheritedDescriptors;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.Signals;
import java.util.List;

/**
 * The process that becomes the runtime. What has to happen between fork and exec happens here, as posix_spawn has no
 * place for it: dying with the monitor, the socket activation's pid, the out-of-memory score.
 */
public final class RuntimeStage {
    private static final int EXIT_NOT_RUN = 127;
    /** Tells this stage that LISTEN_PID is to name the runtime. */
    public static final String REPLACE_LISTEN_PID = "CARAFE_MONITOR_LISTEN_PID";

    private static final String LISTEN_PID = "LISTEN_PID";

    private final Sys sys;
    private final Stage stage;

    public RuntimeStage(Sys sys, Stage stage) {
        this.sys = sys;
        this.stage = stage;
    }

    /** Returns only if the runtime cannot be executed. */
    public int become(List<String> words, Environment environment) {
        sys.prctl(ProcessCalls.PR_SET_PDEATHSIG, Signals.SIGKILL);
        // the monitor may have died before that was set
        if (Libc.call(Syscall.GETPPID) != stage.parent()) {
            return EXIT_NOT_RUN;
        }
        InheritedDescriptors.find(sys);
        OomScore.of(sys, stage.oomScore()).restore();
        // sd_listen_fds(3): sockets are for the process whose pid the variable names
        boolean isForUs = environment.get(REPLACE_LISTEN_PID) != null;
        Environment clean = environment.without(REPLACE_LISTEN_PID);
        Environment own = isForUs ? clean.with(LISTEN_PID, Integer.toString(sys.pid())) : clean;
        int result = sys.execve(words.getFirst(), words, own.entries());
        sys.writeAll(2, ("cannot run " + words.getFirst() + ": " + Errno.describe(-result) + "\n")
                .getBytes(UTF_8));
        return EXIT_NOT_RUN;
    }
}
