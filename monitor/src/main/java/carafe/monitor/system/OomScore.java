package carafe.monitor.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Open;
import carafe.kernel.Sys;

/**
 * The monitor's oom_score_adj (proc(5)). While memory is short, whoever reports the exit should be the last to go;
 * but what it starts must not inherit that.
 */
public final class OomScore {
    private static final String FILE = "/proc/self/oom_score_adj";
    private static final String PROTECTED = "-1000";

    private final Sys sys;
    private final String original;

    private OomScore(Sys sys, String original) {
        this.sys = sys;
        this.original = original;
    }

    /** Remembers the value this process was started with. */
    public static OomScore read(Sys sys) {
        String text = sys.readText(FILE);
        return new OomScore(sys, text == null ? "0" : text.strip());
    }

    /** The value an earlier stage has remembered. */
    public static OomScore of(Sys sys, String original) {
        return new OomScore(sys, original);
    }

    public String original() {
        return original;
    }

    /** Best effort: only a privileged process may. */
    public void protect() {
        write(PROTECTED);
    }

    /** Back to what it was, before something is started. */
    public void restore() {
        write(original);
    }

    private void write(String value) {
        int fd = sys.open(FILE, Open.O_WRONLY, 0);
        if (fd >= 0) {
            sys.writeAll(fd, value.getBytes(US_ASCII));
            sys.close(fd);
        }
    }
}
