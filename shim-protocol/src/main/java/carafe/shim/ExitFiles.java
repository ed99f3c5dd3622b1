package carafe.shim;

/**
 * The files that outlive a container. An exit file holds the decimal exit code without a newline and appears under
 * its name only when it is whole (a temporary file is renamed); its change time is the time the container finished.
 *
 * <pre>
 *   --exit-dir D     D/CID         watched by podman and CRI-O
 *   --persist-dir D  D/exit        read by podman after a restart
 *                    D/oom         empty; podman
 *   bundle           oom           empty; CRI-O
 * </pre>
 */
public final class ExitFiles {
    /** The exit code in the persist directory. */
    public static final String EXIT = "exit";
    /** Its existence says that the kernel killed a process of the container for want of memory. */
    public static final String OOM = "oom";
    /** The exit code when nobody can know it. */
    public static final int UNKNOWN = -1;

    private ExitFiles() {
    }

    /** The name under which an exit file is written before it is renamed. */
    public static String temporary(String path, int pid) {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + "." + path.substring(slash) + "." + pid;
    }

    /** The exit code of a wait status: the code itself, or 128 and the signal's number. */
    public static int exitCode(int waitStatus) {
        int signal = waitStatus & 0x7f;
        if (signal == 0) {
            return waitStatus >> 8 & 0xff;
        }
        return signal == 0x7f ? UNKNOWN : 128 + signal;
    }
}
