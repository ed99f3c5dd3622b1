package carafe.monitor.system;

import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.shim.ExitFiles;

/** A small file that appears under its name only when it is complete. */
public final class WholeFile {
    private WholeFile() {
    }

    /** Writes a temporary file beside {@code path} and renames it: 0, or the negated error number. */
    public static int write(Sys sys, String path, byte[] content, int mode) {
        String temporary = ExitFiles.temporary(path, sys.pid());
        int fd = sys.open(temporary, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC, mode);
        if (fd < 0) {
            return fd;
        }
        int error = sys.writeAll(fd, content);
        sys.close(fd);
        if (error == 0) {
            error = Math.min(0, sys.rename(temporary, path));
        }
        if (error < 0) {
            sys.unlink(temporary);
        }
        return error;
    }
}
