package carafe.container.lifecycle;

import carafe.container.cgroup.CgroupDriver;

/**
 * What a caller of {@link Create} wants beyond what config.json says.
 *
 * @param bundle        directory, relative to the current one
 * @param config        file of the configuration, relative to the current directory; null for the bundle's
 * @param consoleSocket where to send the terminal's master; null for none
 * @param pidfdSocket   where to send a pidfd of the first process; null for none
 * @param pidFile       where to write the first process's pid; null for none
 * @param noPivot       move the root mount instead of pivoting, for a rootfs on the initial ramdisk
 * @param noNewKeyring  stay in the caller's session keyring
 * @param preserveFds   how many numbers from 3 on the container gets the descriptors of, those of LISTEN_FDS included
 * @param listenFds     the number the container finds in LISTEN_FDS; 0 for no such variable
 * @param rootless      missing rights over cgroups are forgiven
 * @param notifySocket  of a service manager that waits for the container to be ready; null for none
 * @param detached      the caller does not stay, so a terminal needs a console socket
 */
public record CreateOptions(
        String bundle,
        String config,
        String consoleSocket,
        String pidfdSocket,
        String pidFile,
        boolean noPivot,
        boolean noNewKeyring,
        int preserveFds,
        int listenFds,
        CgroupDriver cgroupDriver,
        boolean rootless,
        String notifySocket,
        boolean detached) {
}
