package carafe.monitor.conmon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Errno;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.monitor.option.ExitPlan;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.WholeFile;
import carafe.shim.ExitFiles;

/** Writes the files that engines read after a container; {@link ExitFiles} lists them. */
final class ExitRecord {
    private static final int MODE = 0644;

    private final Sys sys;
    private final OwnLog log;
    private final ExitPlan plan;
    private final String name;
    private final String bundle;

    /**
     * @param name the container's, in the directory of exit files
     * @param bundle null for none
     */
    ExitRecord(Sys sys, OwnLog log, ExitPlan plan, String name, String bundle) {
        this.sys = sys;
        this.log = log;
        this.plan = plan;
        this.name = name;
        this.bundle = bundle;
    }

    /** The persistent file first: whoever watches the exit directory may look there next. */
    void exited(int code) {
        String persist = plan.persistDirectory();
        if (persist != null) {
            write(persist + "/" + ExitFiles.EXIT, code);
        }
        String directory = plan.exitDirectory();
        if (directory != null) {
            write(directory + "/" + name, code);
        }
    }

    private void write(String path, int code) {
        int error = WholeFile.write(sys, path, Integer.toString(code).getBytes(US_ASCII), MODE);
        if (error < 0) {
            log.error("cannot write " + code + " to the exit file " + path + ": " + Errno.describe(-error));
        }
    }

    void oom() {
        touch(plan.persistDirectory());
        touch(bundle);
    }

    private void touch(String directory) {
        if (directory == null) {
            return;
        }
        int fd = sys.open(directory + "/" + ExitFiles.OOM, Open.O_WRONLY | Open.O_CREAT, MODE);
        if (fd < 0) {
            log.error("cannot write " + directory + "/" + ExitFiles.OOM + ": " + Errno.describe(-fd));
        } else {
            sys.close(fd);
        }
    }
}
