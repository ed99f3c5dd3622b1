package carafe.monitor.process;

import carafe.kernel.Sys;
import carafe.monitor.system.Children;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Self;

/**
 * What all processes of a monitor have in common.
 *
 * @param self this program, which starts runtimes
 * @param oomScore the score that runtimes get back
 * @param nothing a descriptor of /dev/null
 */
public record Ground(Sys sys, EventLoop loop, OwnLog log, Children children, Self self, OomScore oomScore,
        int nothing) {
    /** Leaves the caller's standard streams, so that nobody waits for their end. */
    public void disconnectStdio() {
        for (int fd = 0; fd < 3; fd++) {
            sys.dup3(nothing, fd, 0);
        }
    }
}
