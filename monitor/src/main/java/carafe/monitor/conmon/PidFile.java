package carafe.monitor.conmon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.option.Settings;
import carafe.monitor.system.UsageException;
import carafe.monitor.system.WholeFile;

/** The file that tells an engine or systemd the monitor's pid. */
final class PidFile {
    private static final int MODE = 0644;

    private PidFile() {
    }

    /** Writes the file that {@code --conmon-pidfile} names, if it does. */
    static void write(Sys sys, Settings settings, int pid) throws UsageException {
        String path = settings.monitorPidFile();
        if (path == null) {
            return;
        }
        int error = WholeFile.write(sys, path, Integer.toString(pid).getBytes(US_ASCII), MODE);
        if (error < 0) {
            throw new UsageException("Failed to write conmon pidfile " + path + ": " + Errno.describe(-error));
        }
    }
}
