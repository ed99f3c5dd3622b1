package carafe.monitor;

import carafe.kernel.ErrnoException;
import carafe.monitor.option.Option;
import carafe.monitor.option.Options;
import carafe.monitor.option.Settings;
import carafe.monitor.system.Sys;

/**
 * The short way to the attach socket: {@code SOCKET_DIR/CUUID} is a symbolic link to the bundle, so that the path of
 * the socket fits into a socket address.
 */
final class AttachLink {
    private static final String DEFAULT_SOCKET_DIR = "/var/run/crio";
    /** A path of this length would be the longest a socket address holds, so engines drop its last character. */
    private static final int CUT_AT = 107;

    private final Sys sys;
    private final String path;

    private AttachLink(Sys sys, String path) {
        this.sys = sys;
        this.path = path;
    }

    /** Makes the link, unless clients use the bundle's own path ({@code --full-attach}). */
    static AttachLink make(Sys sys, Settings settings) {
        Options options = settings.options();
        String id = options.text(Option.CUUID);
        if (options.has(Option.FULL_ATTACH) || id == null) {
            return new AttachLink(sys, null);
        }
        String path = options.text(Option.SOCKET_DIR_PATH, DEFAULT_SOCKET_DIR) + "/" + id;
        if (path.length() == CUT_AT) {
            path = path.substring(0, CUT_AT - 1);
        }
        sys.unlink(path);
        int error = sys.symlink(settings.bundle(), path);
        if (error < 0) {
            throw new ErrnoException("cannot make the link " + path + " to the attach socket", -error);
        }
        return new AttachLink(sys, path);
    }

    void remove() {
        if (path != null) {
            sys.unlink(path);
        }
    }
}
