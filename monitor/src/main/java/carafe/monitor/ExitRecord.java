package carafe.monitor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Errno;
import carafe.kernel.Open;
import carafe.monitor.option.Option;
import carafe.monitor.option.Settings;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.shim.ExitFiles;

/** Writes the files that engines read after a container; {@link ExitFiles} lists them. */
final class ExitRecord {
    private static final int MODE = 0644;

    private final Sys sys;
    private final OwnLog log;
    private final Settings settings;

    ExitRecord(Sys sys, OwnLog log, Settings settings) {
        this.sys = sys;
        this.log = log;
        this.settings = settings;
    }

    /** The persistent file first: whoever watches the exit directory may look there next. */
    void exited(int code) {
        String persist = settings.options().text(Option.PERSIST_DIR);
        if (persist != null) {
            write(persist + "/" + ExitFiles.EXIT, code);
        }
        String directory = settings.options().text(Option.EXIT_DIR);
        if (directory != null) {
            write(directory + "/" + settings.id(), code);
        }
    }

    private void write(String path, int code) {
        int error = WholeFile.write(sys, path, Integer.toString(code).getBytes(US_ASCII), MODE);
        if (error < 0) {
            log.error("cannot write " + code + " to the exit file " + path + ": " + Errno.describe(-error));
        }
    }

    void oom() {
        touch(settings.options().text(Option.PERSIST_DIR));
        touch(settings.bundle());
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
