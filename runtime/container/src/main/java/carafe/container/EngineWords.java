package carafe.container;

import carafe.kernel.Step;

/**
 * Phrases in error messages that engines look for, because the command line of a runtime has no other error codes.
 *
 * <p>A message that reports one of these conditions contains the phrase literally. A hint must not contain the phrase
 * of a condition that is not there.
 */
public final class EngineWords {
    /** containerd and CRI-O: the container is gone, which makes a delete a success. */
    public static final String CONTAINER_DOES_NOT_EXIST = "container does not exist";
    /** containerd and CRI-O: there is nothing left to signal. */
    public static final String CONTAINER_NOT_RUNNING = "container not running";
    /** containerd and CRI-O, of a process that ended while it was being signalled; also the text of ESRCH. */
    public static final String NO_SUCH_PROCESS = "no such process";
    public static final String CONTAINER_NOT_PAUSED = "container not paused";

    /** Podman and Docker: the exit status of the engine's own command is 127. */
    public static final String EXECUTABLE_NOT_FOUND = "executable file not found in $PATH";
    public static final String NO_SUCH_FILE = "no such file or directory";
    /** Podman and Docker: the exit status of the engine's own command is 126. */
    public static final String PERMISSION_DENIED = "permission denied";
    public static final String OPERATION_NOT_PERMITTED = "operation not permitted";

    public static final String INVALID_ID = "invalid container ID format";
    public static final String CANNOT_START_STOPPED = "cannot start a container that has stopped";
    public static final String CANNOT_START_RUNNING = "cannot start an already running container";
    public static final String CANNOT_EXEC_STOPPED = "cannot exec in a stopped container";
    public static final String CANNOT_EXEC_PAUSED =
            "cannot exec in a paused container (use --ignore-paused to override)";
    public static final String INIT_STILL_RUNNING = "container init still running";
    public static final String CONSOLE_SOCKET_MISSING =
            "cannot allocate tty if carafe will detach without setting console socket";
    public static final String CONSOLE_SOCKET_UNUSED =
            "cannot use console socket if carafe will not detach or allocate tty";

    /** What scripts written for runc look for where the kernel refuses a mount; the destination follows. */
    public static final String CANNOT_MOUNT =
            "unable to start container process: error during container init: error mounting ";

    /** The same for a cgroup that cannot be made or joined. */
    public static final String CANNOT_APPLY_CGROUP = "unable to apply cgroup configuration: ";

    /** A warning that scripts written for runc look for. */
    public static final String NOTHING_HOLDS_PROCESSES =
            "Creating a rootless container with no cgroup and no private pid namespace, so that its end may leave "
            + "processes behind. Such configuration is strongly discouraged";

    /** With --debug, what readers of runc's log know these steps by. */
    public static final String DEBUG_NAMESPACES = "nsexec container setup";
    public static final String DEBUG_AFFINITY = "nsexec: affinity: ";
    public static final String DEBUG_INIT = "child process in init()";
    public static final String DEBUG_EXEC = "setns_init: about to exec";
    public static final String DEBUG_READY = "init: closing the pipe to signal completion";

    private EngineWords() {
    }

    /** How a message begins about what failed during a step: in runc's words where engines or scripts look for them. */
    static String during(Step step) {
        return switch (step.kind()) {
            case NONE -> "";
            case MOUNT -> CANNOT_MOUNT + step.subject() + ": ";
            case MOUNT_SOURCE -> CANNOT_MOUNT + step.subject() + ": open the source: ";
            case MAKE_CGROUP, JOIN_CGROUP, HAND_OVER_CGROUP -> CANNOT_APPLY_CGROUP + step.name() + ": ";
            // the names of HOOK, WORKING_DIRECTORY and EXECUTE are runc's words themselves
            default -> step.name() + ": ";
        };
    }

    /** The message of {@code start} in any state but created, running and stopped. */
    public static String cannotStartIn(String status) {
        return "cannot start a container in the " + status + " state";
    }

    /** The message of {@code delete} without force on a container that is in use. */
    public static String cannotDelete(String id, String status) {
        return "cannot delete container " + id + " that is not stopped: " + status;
    }

    /** The message of {@code events} on a stopped container. */
    public static String notRunning(String id) {
        return "container with id " + id + " is not running";
    }
}
