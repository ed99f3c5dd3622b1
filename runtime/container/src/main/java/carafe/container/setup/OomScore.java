package carafe.container.setup;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.StepKind;

/**
 * {@code process.oomScoreAdj}. Before any namespace is entered: to go below the runtime's own value takes
 * CAP_SYS_RESOURCE in the initial user namespace, and the host's /proc can still be trusted.
 */
public final class OomScore {
    private final Kernel kernel;

    public OomScore(Kernel kernel) {
        this.kernel = kernel;
    }

    /** @param rootless whether a refusal is to be expected and accepted */
    public void adjust(int value, boolean rootless) {
        kernel.enter(StepKind.OOM_SCORE);
        // The files of a process that is not dumpable belong to the host's root. Nobody hostile can reach it yet.
        kernel.prctl(ProcessCalls.PR_SET_DUMPABLE, 1);
        Fd file = kernel.openat(Fd.CWD, "/proc/self/oom_score_adj", Open.O_WRONLY);
        Kernel tolerant = rootless ? kernel.allowing(Errno.EACCES, Errno.EPERM) : kernel;
        tolerant.write(file, Integer.toString(value));
        kernel.close(file);
        kernel.prctl(ProcessCalls.PR_SET_DUMPABLE, 0);
    }
}
