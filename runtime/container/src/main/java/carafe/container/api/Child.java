package carafe.container.api;

import carafe.kernel.LocalKernel;
import carafe.kernel.Syscall;

/**
 * A child of this process that is collected once, however many threads ask for its end. Until then its pid cannot be
 * given to another process.
 */
final class Child {
    private final int pid;
    private ExitStatus end;

    Child(int pid) {
        this.pid = pid;
    }

    /** Waits for the end of the process; holds up other threads that want to know it, too. */
    synchronized ExitStatus await(LocalKernel kernel) {
        if (end == null) {
            int mark = kernel.arena().mark();
            long status = kernel.arena().longs(0);
            kernel.run(kernel.call(Syscall.WAIT4).with(pid).with(status).with(0).with(0));
            end = ExitStatus.of(kernel.arena().getInt(status));
            kernel.arena().reset(mark);
        }
        return end;
    }
}
