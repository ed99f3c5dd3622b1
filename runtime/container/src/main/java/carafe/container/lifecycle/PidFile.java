package carafe.container.lifecycle;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.StepKind;

/** Files with a pid in decimal and nothing else, which appear at once and complete. */
final class PidFile {
    private static final int MODE = 0644;

    private PidFile() {
    }

    /** Replaces whatever is at {@code path}. */
    static void write(Kernel kernel, String path, int pid) {
        kernel.enter(StepKind.PID_FILE);
        int slash = path.lastIndexOf('/') + 1;
        String temporary = path.substring(0, slash) + "." + path.substring(slash);
        Fd file = kernel.openat(Fd.CWD, temporary, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC | Open.O_NOFOLLOW, MODE);
        kernel.write(file, Integer.toString(pid));
        kernel.close(file);
        kernel.renameat(Fd.CWD, temporary, Fd.CWD, path, 0);
    }

    /** For an operation that failed after all. */
    static void remove(Kernel kernel, String path) {
        kernel.allowing(Errno.ENOENT).unlinkat(Fd.CWD, path, 0);
    }
}
