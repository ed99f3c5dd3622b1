package carafe.monitor.direct;

import carafe.kernel.Sys;
import carafe.monitor.system.Environment;
import carafe.monitor.system.UsageException;

/** Finding the runtime. */
final class Programs {
    private static final String RUNTIME = "carafe";

    private Programs() {
    }

    /** The runtime given, else carafe beside this program, else in PATH. */
    static String runtime(Sys sys, Environment environment, String given) throws UsageException {
        if (given != null) {
            return given;
        }
        String self = sys.readlink("/proc/self/exe");
        String beside = self.substring(0, self.lastIndexOf('/') + 1) + RUNTIME;
        if (sys.access(beside, 1) >= 0) {
            return beside;
        }
        String path = environment.get("PATH");
        for (String directory : (path == null ? "" : path).split(":")) {
            if (!directory.isEmpty() && sys.access(directory + "/" + RUNTIME, 1) >= 0) {
                return directory + "/" + RUNTIME;
            }
        }
        throw new UsageException("no runtime: --runtime is not given and carafe is not in PATH");
    }
}
