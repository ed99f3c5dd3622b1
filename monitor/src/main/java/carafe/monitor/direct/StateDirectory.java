package carafe.monitor.direct;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.system.UsageException;

/**
 * What is kept of a container that was started by hand, until the next one with its id.
 *
 * <pre>
 *   /run/carafe-monitor/ID            root; others have $XDG_RUNTIME_DIR/carafe-monitor/ID
 *       bundle   link to the bundle, where the sockets are
 *       log      output in the CRI format
 *       pid      of the container's first process
 *       monitor  pid of the monitor
 *       exit     exit code, when there is one
 * </pre>
 */
final class StateDirectory {
    private static final String NAME = "carafe-monitor";
    private static final int MODE = 0700;

    private final Sys sys;
    private final String path;

    private StateDirectory(Sys sys, String path) {
        this.sys = sys;
        this.path = path;
    }

    /** The directory of a container's id, which need not be there. */
    static StateDirectory of(Sys sys, String runtimeDirectory, String id) throws UsageException {
        if (id.isEmpty() || id.contains("/") || id.startsWith(".")) {
            throw new UsageException("container id \"" + id + "\", expected a name without '/' or leading '.'");
        }
        String base = sys.uid() == 0 ? "/run" : runtimeDirectory;
        if (base == null) {
            throw new UsageException("XDG_RUNTIME_DIR is not set, so there is no place for the container's state");
        }
        return new StateDirectory(sys, base + "/" + NAME + "/" + id);
    }

    /** Makes the directory, without what an earlier container with this id has left. */
    void prepare(String bundle) throws UsageException {
        sys.mkdir(path.substring(0, path.lastIndexOf('/')), MODE);
        int made = sys.mkdir(path, MODE);
        if (made < 0 && made != -Errno.EEXIST) {
            throw new UsageException("cannot make " + path + ": " + Errno.describe(-made));
        }
        for (String name : new String[] {"exit", "oom", "log", "bundle"}) {
            sys.unlink(file(name));
        }
        sys.symlink(bundle, file("bundle"));
    }

    String path() {
        return path;
    }

    String file(String name) {
        return path + "/" + name;
    }

    /** A file that says that the container is or was there. */
    void check(String id) throws UsageException {
        if (sys.access(file("log"), 0) < 0) {
            throw new UsageException("no container \"" + id + "\" was started by carafe-monitor run");
        }
    }

    /** The exit code, or null while there is none. */
    Integer exitCode() {
        String text = sys.readText(file("exit"));
        try {
            return text == null ? null : Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
