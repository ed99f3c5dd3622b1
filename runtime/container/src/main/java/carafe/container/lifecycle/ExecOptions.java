package carafe.container.lifecycle;

import carafe.spec.Process;
import java.util.Map;

/**
 * What a caller of {@link Exec} wants.
 *
 * @param process       what to run, and as whom
 * @param consoleSocket where to send the terminal's master; null for none
 * @param pidfdSocket   where to send a pidfd of the process; null for none
 * @param pidFile       where to write the process's pid; null for none
 * @param detached      the caller does not stay
 * @param preserveFds   how many numbers from 3 on the process gets the descriptors of, those of LISTEN_FDS included
 * @param listenFds     the number the process finds in LISTEN_FDS; 0 for no such variable
 * @param subCgroups    paths below the container's cgroup, by controller
 */
public record ExecOptions(
        Process process,
        String consoleSocket,
        String pidfdSocket,
        String pidFile,
        boolean detached,
        int preserveFds,
        int listenFds,
        Map<String, String> subCgroups) {
}
